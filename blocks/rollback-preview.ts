import type { Button, KnownBlock } from '@slack/types';
import type { RollbackPreview } from '../src/release/rollback-preview.ts';
import { type Line, line, outside, strong, v } from '../src/release/view-words.ts';
import { cancelRollback, confirmRetrain, confirmRollback } from './actions.ts';
import { type People, pushText, section } from './leaves.ts';
import { limits } from './limits.ts';
import { fitting, type Message, plainText, richText } from './message.ts';
import { rollbackLines } from './rollback-lines.ts';

/** By the alias at once, or by training the target's commit once more. */
type Way = 'alias' | 'retrain';

/** The private preview of a rollback, with the buttons that really ask for it. `reason` is what was typed; `way` the one that was asked for. */
export function rollbackPreview(preview: RollbackPreview, reason: string, people: People, way: Way = 'alias'): Message {
  const { model, environment, to } = preview;
  const asked = confirmRollback.encode({ model, environment, version: to.version, reason });
  return {
    text: pushText(headline(preview), people),
    blocks: fitting((scale) => [
      ...richText(...previewLines(preview, reason, asked).map((words) => section(words, people, scale))),
      ...(asked === null ? [] : [buttons(preview, asked, way)]),
    ]),
  };
}

function headline({ model, environment, from, to }: RollbackPreview): Line {
  const move = from === null ? `, to ${v(to.version)}?` : `, ${v(from.version)} → ${v(to.version)}?`;
  return line(strong('Roll back '), outside(model, 60), ' in ', outside(environment, 40), move);
}

/** What it would do, in words. `asked` is what a button carries; null where the reason is too long for one. */
export function previewLines(preview: RollbackPreview, reason: string, asked: string | null = ''): readonly Line[] {
  return [
    headline(preview),
    ...rollbackLines(preview),
    line('Your reason: ', outside(reason, limits.reason)),
    line(
      asked === null
        ? 'The reason is too long to carry. Type it again, shorter.'
        : 'Promotions here are paused afterwards, until someone resumes.',
    ),
  ];
}

function buttons({ to, retrain, environment }: RollbackPreview, asked: string, way: Way): KnownBlock {
  const byAlias: Button = {
    type: 'button',
    action_id: confirmRollback.id,
    style: 'danger',
    value: asked,
    text: plainText(`Roll back to ${v(to.version)}`, limits.button.text),
  };
  const again = retrain === null ? [] : [retraining(asked, retrain.commit, environment)];
  return {
    type: 'actions',
    elements: [
      ...(way === 'alias' ? [byAlias, ...again] : [...again, byAlias]),
      {
        type: 'button',
        action_id: cancelRollback.id,
        value: cancelRollback.encode({}) ?? '{}',
        text: plainText('Not now', limits.button.text),
      },
    ],
  };
}

/** Never done alone: what comes of it is a new version. */
function retraining(asked: string, commit: string, environment: string): Button {
  const words = `Trains commit ${commit.slice(0, 7)} once more in ${environment}. What is live stays live until the new version has passed its gates, and the rollback approvals are needed.`;
  return {
    type: 'button',
    action_id: confirmRetrain.id,
    value: asked,
    text: plainText('Retrain at its commit…', limits.button.text),
    confirm: {
      title: plainText('Retrain?', limits.confirm.title),
      text: plainText(words, limits.confirm.text),
      confirm: plainText('Retrain', limits.confirm.button),
      deny: plainText('Not now', limits.confirm.button),
    },
  };
}
