import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import type { ReleaseId, ShortDigest } from '../src/release/ids.ts';
import { quorum } from '../src/release/quorum.ts';
import type { ReleaseState } from '../src/release/state.ts';
import { startsTraining } from '../src/release/view-buttons.ts';
import { count } from '../src/release/view-numbers.ts';
import { decided, type Line, line, outside, v } from '../src/release/view-words.ts';
import { approveModalSent, boxesInput } from './actions.ts';
import { nobody, section } from './leaves.ts';
import { limits } from './limits.ts';
import { plainText, richText } from './message.ts';
import { formModal, reasonField } from './modal.ts';
import { tame } from './text.ts';

/** The boxes of one group. */
export interface Boxes {
  readonly group: string;
  readonly boxes: readonly string[];
}

/** A checklist as one person sees it: of the groups they are in, or of all where nobody knows which those are. */
export interface Checklist {
  readonly of: 'this-person' | 'somebody';
  readonly groups: readonly Boxes[];
}

const mostGroups = 8;

/** Says yes with a note, and ticks what the policy asks for. It carries the evidence that the card showed. */
export function approveModal(
  { release, evidence }: { release: ReleaseId; evidence: ShortDigest },
  state: ReleaseState,
  { of, groups }: Checklist,
): ModalView {
  const shown = groups.filter(({ boxes }) => boxes.length > 0).slice(0, mostGroups);
  const boxes = of === 'this-person' ? shown.map((one) => Math.min(one.boxes.length, limits.checkboxes)) : [];
  const metadata = approveModalSent.encode({ release, evidence, boxes }) ?? '';
  return formModal({ title: 'Approve', submit: 'Approve', callback: approveModalSent.id, metadata }, [
    ...richText(section(consequence(state), nobody)),
    ...shown.map((one, at) => checkboxes(one, at, of)),
    reasonField({
      label: 'Note',
      hint: 'It stands on the card, in the audit log and in the version’s description.',
      optional: true,
      prefilled: '',
      ...(shown.length === 0 ? {} : { after: 'something else' }),
    }),
  ]);
}

/** "Put churn v14 live in production, replacing v12. Starts by itself after 1 more approval." */
function consequence(state: ReleaseState): Line {
  const { evidence, approvals } = state;
  const { have, need } = quorum(evidence?.requirements ?? nothingAsked, approvals);
  const missing = need - have - 1;
  return line(
    means(state),
    missing <= 0 ? ' Starts by itself.' : ` Starts by itself after ${count(missing, 'more approval')}.`,
  );
}

function means(state: ReleaseState): Line {
  const { kind, model, environment, evidence } = state;
  const [named, where] = [line(outside(model, 60), ' ', decided(state)), outside(environment, 40)];
  if (kind === 'adoption') return line('Trust ', named, ' in ', where, ' as it is.');
  if (kind === 'rollback') return line('Roll back to ', named, ' in ', where, '.', startsTraining(state));
  const champion = evidence?.champion ?? null;
  const replacing = champion === null ? ', where nothing is live.' : `, replacing ${v(champion)}.`;
  return line('Put ', named, ' live in ', where, replacing, startsTraining(state));
}

const nothingAsked = { automatic: true, rules: [], excluded: [], unknown: [], extra: 0 };

function checkboxes({ group, boxes }: Boxes, at: number, of: Checklist['of']): InputBlock {
  const [first, ...rest] = boxes.slice(0, limits.checkboxes).map(box);
  const { block, action } = boxesInput(at);
  return {
    type: 'input',
    block_id: block,
    optional: of === 'somebody',
    label: plainText(`Checklist of ${tame(group, 60)}`, limits.input.label),
    hint: plainText(
      of === 'somebody' ? 'Tick all of these if you belong to this group.' : 'All of them have to be true.',
      limits.input.hint,
    ),
    element: { type: 'checkboxes', action_id: action, options: [first ?? box('–'), ...rest] },
  };
}

/** The value is the box as the policy words it: what is ticked is kept in words. */
function box(words: string): PlainTextOption {
  return { text: plainText(tame(words, limits.option.text), limits.option.text), value: words };
}
