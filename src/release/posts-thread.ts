import type { ReleaseEvent } from './event.ts';
import { evolve } from './evolve.ts';
import type { PrincipalRef } from './lane-policy.ts';
import { linesOf } from './posts-lines.ts';
import type { LineView, Moment, Post, Story } from './posts-shape.ts';
import type { Spoken } from './posts-spoken.ts';
import type { ReleaseState } from './state.ts';
import { pushOf } from './view-push.ts';
import { rowsOf } from './view-steps.ts';
import { title } from './view-title.ts';
import { type Line, line } from './view-words.ts';

/** The thread of a release: one line an event that is worth one, steps folded into one checklist an execution, pings on their own. */
export function threadPosts(story: Story): readonly Post[] {
  const all = moments(story.log);
  return all.flatMap((moment) => {
    if (moment.happened.event.kind === 'execution-started')
      return [checklist(moment, executionAfter(all, moment), all.at(-1)?.after, story)];
    const spoken = linesOf(moment, story.around);
    return spoken === null ? [] : [spokenPost(moment, spoken, story)];
  });
}

function moments(log: Story['log']): readonly Moment[] {
  const all: Moment[] = [];
  let before: ReleaseState | null = null;
  for (const happened of log) {
    const after: ReleaseState = evolve(before, happened);
    if (before !== null) all.push({ happened, before, after });
    before = after;
  }
  return all;
}

function spokenPost({ happened, after }: Moment, { lines, pings, ...how }: Spoken, { around }: Story): Post {
  const kind = pings.length === 0 ? 'line' : 'ping';
  const push = pings.length === 0 ? (lines[0] ?? []) : pushOf(after, around);
  return { ...threadPost(`${kind}:${happened.index}`, { lines, steps: [] }, push, pings), ...how };
}

function threadPost(key: string, content: LineView, push: Line, mentions: readonly PrincipalRef[]): Post {
  return { key, place: 'thread', push, content: { kind: 'line', line: content }, mentions };
}

/** The execution that began at this moment as it stood last: before the next one began. */
function executionAfter(all: readonly Moment[], began: Moment): ReleaseState {
  const later = all.slice(all.indexOf(began));
  const end = later.findIndex((one, at) => at > 0 && startsAnew(one.happened.event));
  return (end === -1 ? later.at(-1) : later[end - 1])?.after ?? began.after;
}

function startsAnew({ kind }: ReleaseEvent): boolean {
  return kind === 'execution-started' || kind === 'approvals-voided';
}

function checklist({ happened }: Moment, now: ReleaseState, last: ReleaseState | undefined, { around }: Story): Post {
  const steps = now.execution === null ? [] : rowsOf(now.execution);
  const runs = now.phase === 'executing' || now.phase === 'failed';
  const headline = runs ? title(now, around) : line('What was done:');
  const goesOn = now.phase === 'executing' && now === last ? ({ goesOn: true } as const) : {};
  return threadPost(`line:${happened.index}`, { lines: [headline], steps, ...goesOn }, headline, []);
}
