import type { LanePolicy } from './lane-policy.ts';
import type { LaneState } from './lane-state.ts';
import type { Post } from './posts-shape.ts';
import { lasted } from './view-numbers.ts';
import { anyOf, type Line, line, outside, strong, v } from './view-words.ts';

/**
 * Asks for what has been live for so long to be evaluated again, once in each period of the policy; null while none is over, and where
 * something newer is asked for already. Holds nothing. Pure.
 */
export function reEvaluationPost(
  policy: LanePolicy,
  { live, open }: Pick<LaneState, 'live' | 'open'>,
  now: number,
): Post | null {
  const { reevaluateMs, lane, model, environment, owner } = policy;
  if (live === null || reevaluateMs === null || open.some(({ kind }) => kind === 'promotion')) return null;
  const periods = Math.floor((now - live.since) / reevaluateMs);
  if (periods < 1) return null;
  const what = line(outside(model, 40), ' in ', outside(environment, 40));
  const headline = line(
    strong('Time to evaluate '),
    what,
    ` again: ${v(live.version)} has been live for `,
    age(live, now),
    '.',
  );
  const lines = [headline, todo(policy), line('For ', anyOf(owner), '. Nothing stops meanwhile.')];
  return {
    key: `re-evaluate:${lane}:${live.version}:${live.since}:${periods}`,
    place: 'channel',
    push: headline,
    content: { kind: 'line', line: { lines, steps: [] } },
    mentions: [],
  };
}

/** Of what was there before Signalbox nobody knows since when. */
function age({ since, standing }: NonNullable<LaneState['live']>, now: number): string {
  return `${standing === 'baseline' ? 'at least ' : ''}${lasted(now - since)}`;
}

function todo({ pattern, trainer, model, environment }: LanePolicy): Line {
  const newer = line('evaluate it on newer data, and request a newer version if there is a better one');
  if (pattern !== 'deploy-code' || trainer === null) return line('Please ', newer, '.');
  return line(
    'Please ',
    newer,
    ', or have it trained again on today’s data: retrain ',
    outside(model, 60),
    ' in ',
    outside(environment, 40),
    ' because …',
  );
}
