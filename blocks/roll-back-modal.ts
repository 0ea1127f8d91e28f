import type { InputBlock, ModalView } from '@slack/types';
import type { ReleaseId } from '../src/release/ids.ts';
import type { RollbackPreview } from '../src/release/rollback-preview.ts';
import { line, v } from '../src/release/view-words.ts';
import { retrainInput, rollBackModalSent } from './actions.ts';
import { nobody, type People, section } from './leaves.ts';
import { limits } from './limits.ts';
import { plainText, richText } from './message.ts';
import { formModal, reasonField } from './modal.ts';
import { rollbackLines } from './rollback-lines.ts';

/** Rolls back what a release brought: what that means, and why. `prefilled` is what a signal already says; `preview` is null where it could not be read. */
export function rollBackModal(
  release: ReleaseId,
  prefilled = '',
  preview: RollbackPreview | null = null,
  people: People = nobody,
): ModalView {
  const pause = line('Promotions are paused afterwards, until someone resumes.');
  const means =
    preview === null
      ? [line('The last verified version goes live again here.'), pause]
      : [line(`${v(preview.to.version)} goes live again here.`), ...rollbackLines(preview), pause];
  const shown = preview === null ? {} : { version: preview.to.version };
  const metadata = rollBackModalSent.encode({ release, ...shown }) ?? '';
  return formModal({ title: 'Roll back', submit: 'Roll back', callback: rollBackModalSent.id, metadata }, [
    ...richText(...means.map((words) => section(words, people))),
    reasonField({
      label: 'Why',
      hint: 'It is shown in the thread and kept in the audit log.',
      optional: false,
      prefilled,
    }),
    ...(preview?.retrain == null ? [] : [retrainBox(preview.retrain.commit)]),
  ]);
}

function retrainBox(commit: string): InputBlock {
  const words = `Train commit ${commit.slice(0, 7)} once more, in place of putting its version back`;
  return {
    type: 'input',
    block_id: retrainInput.block,
    optional: true,
    label: plainText('Retrain', limits.input.label),
    hint: plainText('Takes a whole training, and needs the rollback approvals.', limits.input.hint),
    element: {
      type: 'checkboxes',
      action_id: retrainInput.action,
      options: [{ text: plainText(words, limits.option.text), value: 'retrain' }],
    },
  };
}
