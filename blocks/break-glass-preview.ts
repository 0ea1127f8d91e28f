import type { KnownBlock } from '@slack/types';
import type { Version } from '../src/release/ids.ts';
import type { ApprovalRule } from '../src/release/lane-policy.ts';
import type { LiveVersion, Pause } from '../src/release/lane-state.ts';
import { pauseLine } from '../src/release/view-context.ts';
import { count } from '../src/release/view-numbers.ts';
import { date, type Line, line, outside, strong, v } from '../src/release/view-words.ts';
import { cancelRollback, confirmBreakGlass } from './actions.ts';
import { approvalWords } from './approval-words.ts';
import { someOf } from './findings.ts';
import { type People, pushText, section } from './leaves.ts';
import { limits } from './limits.ts';
import { fitting, type Message, plainText, richText } from './message.ts';

/** What breaking the glass would skip. */
export interface BreakGlassView {
  readonly model: string;
  readonly environment: string;
  readonly version: Version;
  readonly from: string;
  readonly live: LiveVersion | null;
  readonly gates: readonly string[];
  readonly approvals: 'none' | readonly ApprovalRule[];
  /** An environment of the path where it was never live. */
  readonly skips?: string | null;
  readonly skipped: readonly Pause[];
  readonly holding: readonly Pause[];
}

/** The private preview of a typed break-glass, with the button that really asks for it. `reason` is what was typed. */
export function breakGlassPreview(preview: BreakGlassView, reason: string, people: People): Message {
  const { model, environment, version, from } = preview;
  const headline = line(
    strong('Break the glass: '),
    outside(model, 60),
    ' ',
    from === environment ? '' : line(outside(from, 30), ' '),
    `${v(version)} → `,
    outside(environment, 40),
    '?',
  );
  const asked = confirmBreakGlass.encode({ model, environment, version, reason });
  return {
    text: pushText(headline, people),
    blocks: fitting((scale) => [
      ...richText(
        ...[headline, ...lines(preview, reason, asked !== null)].map((words) => section(words, people, scale)),
      ),
      ...(asked === null ? [] : [buttons(asked, preview)]),
    ]),
  };
}

function liveLine(live: LiveVersion | null): Line {
  if (live === null) return line('Live now: nothing.');
  const since = live.standing === 'baseline' ? ', before Signalbox' : line(' since ', date(live.since));
  return line(`Live now: ${v(live.version)}`, since, '.');
}

function lines(preview: BreakGlassView, reason: string, possible: boolean): readonly Line[] {
  const { live, gates, approvals, skips = null, skipped, holding } = preview;
  return [
    liveLine(live),
    gates.length === 0
      ? line('There are no gates here.')
      : line(
          strong('Not held by '),
          `${count(gates.length, 'gate')}: `,
          outside(someOf(gates, 400), 420),
          '. They are judged and shown, and do not stop it.',
        ),
    approvals === 'none'
      ? line('No approvals are asked for here anyway.')
      : line(strong('Not held by approvals: '), approvalWords(approvals), '.'),
    ...(skips === null
      ? []
      : [line(strong('Not held by the path: '), 'it was never live in ', outside(skips, 40), '.')]),
    ...skipped.slice(0, 3).map((pause) => line(strong('Not held by a pause: '), pauseLine(pause))),
    ...holding.slice(0, 2).map((pause) => line(strong('Holds it all the same: '), pauseLine(pause))),
    line('Your reason: ', outside(reason, limits.reason)),
    line(
      possible
        ? 'Everybody who approves here is told, with your name and your reason. Another person has to review it within two working days.'
        : 'The reason is too long to carry. Type it again, shorter.',
    ),
  ];
}

function buttons(asked: string, { version, environment }: BreakGlassView): KnownBlock {
  return {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: confirmBreakGlass.id,
        style: 'danger',
        value: asked,
        text: plainText('Break the glass', limits.button.text),
        accessibility_label: plainTextOf(`Put ${v(version)} live in ${environment} without approvals`),
      },
      {
        type: 'button',
        action_id: cancelRollback.id,
        value: cancelRollback.encode({}) ?? '{}',
        text: plainText('Not now', limits.button.text),
      },
    ],
  };
}

function plainTextOf(words: string): string {
  return plainText(words, limits.button.accessibility).text;
}
