import { beforeAll, expect, test } from 'vitest';
import { approveRelease, confirmRollback } from '../../blocks/actions.ts';
import { ReleaseId } from '../../src/release/ids.ts';
import { asker, seedVersion } from '../registries/mlflow/seed.ts';
import { registriesFor } from './company.ts';
import { between, type Cost, over } from './count.ts';
import { type Stage, stage } from './stage.ts';

type Costs = Map<string, Cost>;

/** Round trips to Redis, requests to registries, calls to Slack. Lower them when you can; raising one needs its reason in the commit. */
const budgets = {
  // What people do: stored, carried out, answered.
  // The environment before is looked at for the first time, too. What was never live there, as here, has its log searched once: what is live
  // there costs nothing more.
  'promote: first contact': [19, 4, 7],
  promote: [7, 1, 1],
  'promote: live already': [5, 1, 4],
  approve: [8, 0, 1],
  'approve: the last': [8, 0, 1],
  'approve again: refused': [7, 0, 1],
  // What was deleted since is no target: the registry lists what is there.
  'rollback: preview': [4, 1, 1],
  'rollback: confirm': [6, 1, 1],
  // Both make what is open there due.
  pause: [10, 0, 1],
  resume: [8, 0, 1],
  status: [1, 0, 1],
  'status MODEL': [1, 0, 1],
  pending: [1, 0, 1],
  'history MODEL': [3, 0, 1],
  'show MODEL': [4, 3, 1],
  // What a card is made from: the first time every file is read, later three requests a version and one for the aliases.
  'look: gathering, then review': [10, 13, 0],
  'look: review, then review': [3, 7, 6],
  'look: watching, then verified': [5, 0, 0],
  // Steps, each until the next one begins. People are read anew before the first.
  'promotion: begin': [9, 7, 5],
  'promotion: copy-version': [9, 28, 0],
  'promotion: validate': [8, 6, 0],
  'promotion: tag-version': [6, 10, 0],
  'promotion: set-previous': [6, 3, 0],
  'promotion: set-champion': [4, 3, 0],
  'promotion: confirm-champion': [4, 1, 0],
  'rollback: validate': [6, 3, 0],
  'rollback: tag-version': [6, 12, 0],
  'rollback: set-previous': [6, 3, 0],
  'rollback: set-champion': [4, 3, 0],
  'rollback: confirm-champion': [4, 1, 0],
  // What Slack is shown: a post or an edit for each thing that changed, and names that were not asked for within a minute.
  'show: lane': [9, 0, 1],
  'show: policy': [8, 0, 1],
  // The chart comes in a show of its own: two methods and the upload.
  'show: promotion review': [12, 0, 3],
  'show: promotion executing': [14, 0, 2],
  'show: promotion watching': [14, 0, 2],
  'show: promotion verified': [11, 0, 5],
  'show: promotion rolled-back': [11, 0, 2],
  'show: rollback executing': [12, 0, 1],
  'show: rollback verified': [14, 0, 2],
} as const;

// The first who asks waits for the servers to start.
beforeAll(registriesFor);

const watchMs = 31 * 60_000;

test('a promotion and a rollback cost no more than their budgets, from the command to verified', async () => {
  const on = await stage();
  await seed(on);
  const costs: Costs = new Map();
  const act = async (what: string, work: () => Promise<unknown>) => spend(costs, what, await on.count(work));
  await act('promote: first contact', () => on.type('pat', `promote ${on.model}@1 to production because it is better`));
  await settle(on, costs, 130_000);
  await act('approve', () => on.press('kim', approveRelease));
  await settle(on, costs);
  await act('approve again: refused', () => on.press('kim', approveRelease));
  await act('approve: the last', () => on.press('lee', approveRelease));
  await settle(on, costs, watchMs);
  for (const verb of ['status', `status ${on.model}`, 'pending', `history ${on.model}`, `show ${on.model}`])
    await act(verb.replace(on.model, 'MODEL'), () => on.type('pat', verb));
  await act('promote: live already', () => on.type('pat', `promote ${on.model}@1 to production because again`));
  await act('rollback: preview', () => on.type('otto', `rollback ${on.model} in production because errors rose`));
  await act('rollback: confirm', () => on.press('otto', confirmRollback));
  await settle(on, costs, watchMs);
  await act('resume', () => on.type('lee', `resume ${on.model}/production because mended`));
  await act('promote', () => on.type('pat', `promote ${on.model}@2 to production because it is better still`));
  await act('pause', () => on.type('lee', 'pause production because stock-taking'));
  expect(over(costs, budgets)).toEqual([]);
  expect(Object.keys(budgets).filter((what) => !costs.has(what))).toEqual([]);
}, 60_000);

test('Slack is acknowledged after one round trip, which stores what was asked', async () => {
  const on = await stage();
  await seed(on);
  expect(await on.untilAck(() => on.type('pat', `promote ${on.model}@1 to production because it is better`))).toBe(1);
  await settle(on, new Map());
  expect(await on.untilAck(() => on.press('kim', approveRelease))).toBe(1);
  expect(await on.untilAck(() => on.type('pat', 'status'))).toBe(0);
});

/** The most that this ever cost. */
function spend(costs: Costs, what: string, cost: Cost): void {
  const most = costs.get(what) ?? cost;
  costs.set(what, {
    redis: Math.max(most.redis, cost.redis),
    registry: Math.max(most.registry, cost.registry),
    slack: Math.max(most.slack, cost.slack),
  });
}

/** Does all that is due within the horizon, each look and each show by itself. */
async function settle(on: Stage, costs: Costs, horizonMs = 12_000): Promise<void> {
  const end = on.clock.now() + horizonMs;
  for (;;) {
    const now = on.clock.now();
    const [looks, shows] = [await on.due.due('look', now, 50), await on.due.due('show', now, 50)];
    for (const stream of looks) await look(on, costs, ReleaseId.parse(stream));
    // A channel takes a message a second, a message an edit every three.
    for (const stream of shows) {
      on.clock.advance(4_000);
      spend(costs, await nameOfShow(on, stream), await on.count(() => on.show(stream)));
    }
    if (looks.length + shows.length > 0) continue;
    const next = Math.min(...[await on.due.oldest('look'), await on.due.oldest('show')].map((at) => at ?? Infinity));
    if (next > end) return;
    on.clock.advance(next - now);
  }
}

/** A look at a release; where it runs steps, each of them by itself: what it does, its end, and the beginning of the next. */
async function look(on: Stage, costs: Costs, id: ReleaseId): Promise<void> {
  const before = await on.store.release(id);
  on.begun.length = 0;
  const start = on.spent();
  await on.look(id);
  const end = on.spent();
  const marks = [...on.begun, { step: 'end', at: end }];
  const after = await on.store.release(id);
  const [first] = on.begun;
  if (first === undefined) spend(costs, `look: ${before?.phase}, then ${after?.phase}`, between(start, end));
  else if (before?.phase === 'approved') spend(costs, `${before.kind}: begin`, between(start, first.at));
  for (const [place, { step, at }] of on.begun.entries())
    spend(costs, `${before?.kind}: ${step}`, between(at, marks[place + 1]?.at ?? end));
}

async function nameOfShow(on: Stage, stream: Parameters<Stage['show']>[0]): Promise<string> {
  const id = ReleaseId.safeParse(stream);
  const state = id.success ? await on.store.release(id.data) : null;
  return `show: ${state === null ? stream.replace(/:.*/, '') : `${state.kind} ${state.phase}`}`;
}

/** A better version in staging than the one that has been live in production since before Signalbox. */
async function seed(on: Stage): Promise<void> {
  const metrics = (value: number) => [{ key: 'auc', value, dataset: 'holdout' }];
  const production = asker(on.servers.production.url);
  const staging = asker(on.servers.staging.url);
  for (const auc of [0.9, 0.95]) await seedVersion(staging, on.model, { metrics: metrics(auc) });
  const files = { MLmodel: 'flavors: {}\n', 'model.pkl': 'the old weights' };
  const { version } = await seedVersion(production, on.model, { metrics: metrics(0.85), files });
  await production('POST', '/registered-models/alias', { name: on.model, alias: 'champion', version });
}
