import { expect, test } from 'vitest';
import { approveRelease, confirmRollback, requestNext } from '../../blocks/actions.ts';
import type { FaultInput } from '../../sandbox/slack/faults.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { until } from '../support/until.ts';
import { policyText, type Stage, stage } from './support.ts';

const watchMs = 31 * 60_000;
const onCallEverywhere = policyText.replace(
  'approvals: none, watch: 10m',
  'approvals: none, watch: 10m, rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers], min: 1 }] }',
);

/** What can break between us and Slack, each with a seed in the workspace: the same dice every time. */
interface Trouble {
  readonly name: string;
  readonly broken: readonly FaultInput[];
  readonly transport?: 'http' | 'socket';
}

const troubles: readonly Trouble[] = [
  { name: 'nothing', broken: [] },
  { name: 'slow answers', broken: [{ kind: 'latency', on: '*', ms: 20, chance: 0.5 }] },
  { name: 'calls that fail with 503', broken: [{ kind: 'error', on: 'chat.*', chance: 0.3 }] },
  { name: 'a storm of 429', broken: [{ kind: 'rate-limited', on: 'chat.*', retryAfter: 2, chance: 0.4 }] },
  { name: 'posts whose answer is lost', broken: [{ kind: 'answer-lost', on: 'chat.postMessage', chance: 0.4 }] },
  { name: 'edits whose answer is lost', broken: [{ kind: 'answer-lost', on: 'chat.update', chance: 0.4 }] },
  { name: 'deliveries that arrive three times', broken: [{ kind: 'repeat', on: '*', copies: 2 }] },
  { name: 'deliveries that never arrive', broken: [{ kind: 'drop', on: 'block_actions*', chance: 0.3 }] },
  {
    name: 'deliveries that overtake each other',
    broken: [{ kind: 'reorder', on: 'block_actions*', ms: 50, chance: 0.5 }],
  },
  { name: 'acknowledgements that Slack does not hear', broken: [{ kind: 'ack-lost', on: '*', chance: 0.5 }] },
  {
    name: 'an outage of half a minute',
    broken: [{ kind: 'down', on: 'chat.postMessage', ms: 30_000, after: 2, times: 1 }],
  },
  { name: 'a socket that is cut', broken: [{ kind: 'cut', on: 'block_actions*', times: 1 }], transport: 'socket' },
];

test('who is in a group that Slack does not name now is not told that their word does not count', async () => {
  const on = await stage();
  await on.type('pat', `promote churn@${on.version(0.91)} to staging`);
  await on.settle(watchMs);
  await on.press('pat', requestNext);
  on.clock.advance(61_000);
  on.slack.faults.add({ kind: 'error', on: 'usergroups.users.list' });
  await on.press('plat', approveRelease);
  expect(on.told('plat').at(-1)).toContain('Try again in a minute');
  expect(on.told('plat').join()).not.toContain('does not count here');
  on.slack.faults.clear();
  await on.press('plat', approveRelease);
  expect(on.told('plat').at(-1)).toContain('Your approval counts');
});

test('an approved release whose people Slack does not name asks again in seconds, and writes that down once', async () => {
  const on = await stage();
  await on.type('pat', `promote churn@${on.version(0.91)} to staging`);
  await on.settle(watchMs);
  await on.press('pat', requestNext);
  await on.press('kim', approveRelease);
  on.slack.faults.add({ kind: 'error', on: 'usergroups.users.list' });
  await on.press('plat', approveRelease);
  const [open] = (await on.store.lane(on.lane('production'))).open;
  await on.settle(45_000);
  const log = open ? await on.store.load(releaseStream(open.release)) : [];
  expect(log.filter(({ event }) => event.kind === 'waiting')).toHaveLength(1);
  expect(on.model('prod')?.aliases.get('champion')).toBeUndefined();
  on.slack.faults.clear();
  await on.settle(16_000);
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
});

/** Does what a person would do who sees that nothing happened: the same again, up to five times. */
async function insist(on: Stage, act: () => Promise<unknown>, done: () => boolean | Promise<boolean>): Promise<void> {
  for (let time = 0; time < 5; time++) {
    if (await done()) return;
    await until(() => on.slack.sockets.connected() > 0 || on.transport === 'http', { within: 15_000 });
    await act().catch(() => undefined);
    await on.settled();
  }
  if (!(await done())) throw new Error('Nothing came of it, however often it was tried');
}

async function phases(on: Stage, environment: string): Promise<readonly string[]> {
  const lanes = await on.store.history(on.lane(environment), 10);
  const states = await on.store.releases(lanes);
  return lanes.map((id) => states.get(id)?.phase ?? 'none');
}

/** What marks every post of ours, by stream and key: the same mark twice is a doubled post. */
function marks(on: Stage): readonly string[] {
  return [...on.slack.world.messages.values()]
    .flat()
    .flatMap(({ metadata }) => (metadata ? [JSON.stringify(metadata)] : []));
}

test.each(troubles)('rule 13: with $name the story ends as it does without', async ({ broken, transport = 'http' }) => {
  const on = await stage({ policy: onCallEverywhere, transport });
  for (const fault of broken) on.slack.faults.add(fault);
  const champion = (environment: 'staging' | 'prod') => on.model(environment)?.aliases.get('champion');
  on.version(0.91);
  await insist(
    on,
    () => on.type('pat', 'promote churn@1 to staging'),
    async () => (await phases(on, 'staging')).length > 0,
  );
  await on.settle(watchMs);
  expect(await phases(on, 'staging')).toEqual(['verified']);

  await insist(
    on,
    () => on.press('pat', requestNext),
    async () => (await phases(on, 'production')).length > 0,
  );
  for (const who of ['kim', 'plat']) {
    const approvals = async () => (await on.store.lane(on.lane('production'))).open[0]?.approvals ?? 2;
    const before = await approvals();
    await insist(
      on,
      () => on.press(who, approveRelease),
      async () => champion('prod') === '1' || (await approvals()) > before,
    );
  }
  await on.settle(watchMs);
  expect(await phases(on, 'production')).toEqual(['verified']);
  expect(champion('prod')).toBe('1');
  expect(on.model('prod')?.versions.size).toBe(1);

  on.version(0.92);
  await insist(
    on,
    () => on.type('pat', 'promote churn@2 to staging'),
    async () => (await phases(on, 'staging')).length > 1,
  );
  await on.settle(watchMs);
  await insist(
    on,
    async () => {
      await on.type('otto', 'rollback churn in staging because errors rose');
      await on.press('otto', confirmRollback);
    },
    () => champion('staging') === '1',
  );
  on.slack.faults.clear();
  await on.settle(watchMs);
  expect(await phases(on, 'staging')).toEqual(['verified', 'rolled-back', 'verified']);
  expect(on.seen('kim')).toContain('Verified: churn');
  expect(on.seen('kim')).toContain('Rolled back: churn');
  expect(marks(on).length).toBeGreaterThan(8);
  expect(marks(on).filter((mark, at, all) => all.indexOf(mark) !== at)).toEqual([]);
});
