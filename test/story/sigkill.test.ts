import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmRollback } from '../../blocks/actions.ts';
import { approvedBy, askForProduction, liveInProduction } from '../../sandbox/demo/chapters/asking.ts';
import { askToTrain } from '../../sandbox/demo/chapters/asking-to-train.ts';
import { trainingsOf } from '../../sandbox/demo/chapters/trained-there.ts';
import type { Stage } from '../../sandbox/demo/stage.ts';
import type { Tale } from '../../sandbox/demo/tale.ts';
import type { StepKind } from '../../src/release/event-step.ts';
import { until } from '../support/until.ts';
import { begun, killedInEvery } from './killing.ts';
import { openLog, tale, told } from './log.ts';
import { storyStage } from './stage.ts';

const copying = ['copy-version'] as const;
const training = ['start-training', 'await-training', 'find-version', 'judge-trained'] as const;
const moving = ['validate', 'tag-version', 'set-previous', 'set-champion', 'confirm-champion', 'set-stage'] as const;

let stage: Stage;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ stage, end } = await storyStage());
});
afterAll(() => end());

test('killed in every step of a copy, taken over every time, done once', async () => {
  const story = await tale(stage);
  await askForProduction(story);
  await approvedBy(story, 'grace', 'karen');
  await doneOnce(story, [...copying, ...moving]);
  await liveInProduction(story, '2');
  await story.check('it is verified', () => story.card('production', 'Verified'));
  const copies = Object.values((await story.look('production')).versions).filter(
    ({ tags }) => tags['signalbox.release'] && !tags['signalbox.orphan'],
  );
  expect(copies).toHaveLength(1);
  expect(story.cards('production')).toHaveLength(1);
}, 240_000);

test('killed in every step of a training, and in every step of its way back: trained once, and the alias only ever on a whole version', async () => {
  const story = await tale(stage, 'fraud');
  const watched = watchChampion(story);
  await askToTrain(story);
  await approvedBy(story, 'grace', 'karen');
  await doneOnce(story, [...training, ...moving]);
  await liveInProduction(story, '2');
  await story.check('it is verified', () => story.card('production', 'Verified'));
  const [run, ...more] = await trainingsOf(story, 'production');
  expect(run?.status).toBe('FINISHED');
  expect(more).toEqual([]);
  expect(Object.keys((await story.look('production')).versions)).toEqual(['1', '2']);
  await story.type('otto', `rollback ${story.model} in production because errors doubled`);
  await story.press('otto', confirmRollback);
  await doneOnce(story, moving);
  await liveInProduction(story, '1');
  expect(await trainingsOf(story, 'production')).toHaveLength(1);
  expect(await watched.end()).toEqual([]);
}, 480_000);

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

/** Kills a worker in each step of the release that is under way; whatever was tried twice was done once, in one execution. */
async function doneOnce(story: Tale, steps: readonly StepKind[]): Promise<void> {
  const log = await openLog(stage, story.model);
  await killedInEvery(stage, log, steps);
  await until(async () => told(await log.read()).includes(`step-finished ${steps.at(-1)}`), { within: 60_000 });
  const kinds = told(await log.read());
  for (const step of steps)
    expect(kinds.filter((kind) => kind === `step-finished ${step}`)).toEqual([expect.anything()]);
  expect(kinds.filter((kind) => kind === 'execution-started')).toHaveLength(1);
  log.close();
}

/** Looks at the alias all the time; ends with every version that it was on and that was not whole. */
function watchChampion(story: Tale) {
  const wrong = new Set<string>();
  let over = false;
  const watching = (async () => {
    while (!over) {
      const { aliases, versions } = await story.look('production');
      const live = versions[aliases['champion'] ?? ''];
      const whole = live?.status === 'READY' && (aliases['champion'] === '1' || live.tags['signalbox.release']);
      if (!whole) wrong.add(JSON.stringify({ aliases, live }));
    }
  })().catch((cause: unknown) => wrong.add(String(cause)));
  return {
    async end() {
      over = true;
      await watching;
      return [...wrong];
    },
  };
}
