import { afterAll, beforeAll, expect, test } from 'vitest';
import { approvedBy, askForProduction, liveInProduction } from '../../sandbox/demo/chapters/asking.ts';
import type { Stage } from '../../sandbox/demo/stage.ts';
import { until } from '../support/until.ts';
import { openLog, tale, told } from './log.ts';
import { storyStage } from './stage.ts';

const takeoverMs = 15_000;
const steps = ['copy-version', 'validate', 'tag-version', 'set-previous', 'set-champion', 'confirm-champion'] as const;

let stage: Stage;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ stage, end } = await storyStage());
});
afterAll(() => end());

test('killed in every step, taken over every time, done once', async () => {
  const story = await tale(stage);
  const log = await openLog(stage, story.model);
  await askForProduction(story);
  await approvedBy(story, 'grace', 'karen');
  const workers = new Map([[stage.worker.process.pid, stage.worker]]);
  let standby = stage.system.start('worker');
  for (const step of steps) {
    const holder = workers.get(await begun(log, step)) ?? (await standby);
    const killed = Date.now();
    await stage.system.end(holder, 'killed');
    const before = (await log.read()).length;
    await until(async () => (await log.read()).length > before, { within: takeoverMs, every: 2 });
    expect(Date.now() - killed).toBeLessThanOrEqual(takeoverMs);
    stage.worker = await standby;
    workers.set(stage.worker.process.pid, stage.worker);
    standby = stage.system.start('worker');
  }
  await stage.system.end(await standby, 'asked');
  await liveInProduction(story, '2');
  await story.check('it is verified', () => story.card('production', 'Verified'));
  const kinds = told(await log.read());
  for (const step of steps) expect(kinds.filter((kind) => kind === `step-finished ${step}`)).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'execution-started')).toHaveLength(1);
  const copies = Object.values((await story.look('production')).versions).filter(
    ({ tags }) => tags['signalbox.release'] && !tags['signalbox.orphan'],
  );
  expect(copies).toHaveLength(1);
  expect(story.cards('production')).toHaveLength(1);
  log.close();
}, 240_000);

test('a worker that was frozen past its lease does nothing when it wakes', async () => {
  const story = await tale(stage);
  const log = await openLog(stage, story.model);
  await askForProduction(story);
  await approvedBy(story, 'grace', 'karen');
  await begun(log, 'set-champion');
  const frozen = stage.worker;
  frozen.process.signal('SIGSTOP');
  stage.worker = await stage.system.start('worker');
  await liveInProduction(story, '2');
  await story.check('it is verified', () => story.card('production', 'Verified'));
  const { hands, servers, trained } = stage;
  const later = await hands.register(servers.production.url, story.model, trained.before, 'champion');
  const before = await log.read();
  frozen.process.signal('SIGCONT');
  await stage.system.end(stage.worker, 'asked');
  stage.worker = frozen;
  const next = await tale(stage);
  await askForProduction(next);
  await approvedBy(next, 'grace', 'karen');
  await liveInProduction(next, '2');
  expect(await story.champion('production')).toBe(later);
  expect(await log.read()).toEqual(before);
  log.close();
}, 240_000);

/** Waits, closely, until a step is under way and nothing of it is written down; answers the process that has it. */
async function begun(log: Awaited<ReturnType<typeof openLog>>, step: string): Promise<number> {
  const find = async () => {
    const event = (await log.read()).at(-1)?.event;
    return event?.kind === 'step-started' && event.step === step ? Number(event.worker.split(':').at(-2)) : null;
  };
  return until(find, { within: 60_000, every: 2 });
}
