import type { KnownBlock } from '@slack/types';
import type { LiveVersion } from '../src/release/lane-state.ts';
import { date, type Line, line, outside, strong, v } from '../src/release/view-words.ts';
import { cancelRollback, confirmRollback } from './actions.ts';
import { type People, pushText, section } from './leaves.ts';
import { limits } from './limits.ts';
import { fitting, type Message, plainText, richText } from './message.ts';

/** What a typed rollback would do. */
export interface PreviewView {
  readonly model: string;
  readonly environment: string;
  readonly from: LiveVersion;
  readonly to: LiveVersion;
  readonly replacedBecause: string | null;
}

/** The private preview of a typed rollback, with the button that really asks for it. `reason` is what was typed. */
export function rollbackPreview(preview: PreviewView, reason: string, people: People): Message {
  const { model, environment, from, to } = preview;
  const headline = line(
    strong('Roll back '),
    outside(model, 60),
    ' in ',
    outside(environment, 40),
    `, ${v(from.version)} → ${v(to.version)}?`,
  );
  const asked = confirmRollback.encode({ model, environment, version: to.version, reason });
  return {
    text: pushText(headline, people),
    blocks: fitting((scale) => [
      ...richText(
        ...[headline, ...lines(preview, reason, asked !== null)].map((words) => section(words, people, scale)),
      ),
      ...(asked === null ? [] : [buttons(asked, to)]),
    ]),
  };
}

function lines({ from, to, replacedBecause }: PreviewView, reason: string, possible: boolean): readonly Line[] {
  return [
    line(`Live now: ${v(from.version)} since `, date(from.since), '.'),
    line(
      `${v(to.version)} was `,
      standing[to.standing],
      ', ',
      date(to.since),
      replacedBecause === null ? '.' : line('. It was replaced because: ', outside(replacedBecause, 240)),
    ),
    line('Your reason: ', outside(reason, limits.reason)),
    line(
      possible
        ? 'Promotions here are paused afterwards, until someone resumes.'
        : 'The reason is too long to carry. Type it again, shorter.',
    ),
  ];
}

const standing: Record<LiveVersion['standing'], string> = {
  watching: 'live, its watch not ended',
  verified: 'live and verified',
  baseline: 'live before Signalbox and is trusted',
  outside: 'put live from outside',
};

function buttons(asked: string, to: LiveVersion): KnownBlock {
  return {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: confirmRollback.id,
        style: 'danger',
        value: asked,
        text: plainText(`Roll back to ${v(to.version)}`, limits.button.text),
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
