import { expect, test } from 'vitest';
import { fold } from '../../../src/release/evolve.ts';
import { laneReport } from '../../../src/release/report/lane-report.ts';
import { followUpOf, letInWords } from '../../../src/release/report/letting-in.ts';
import { releaseWords } from '../../../src/release/report/release-words.ts';
import { emptyMemory } from '../../fakes/memory.ts';
import { memoryStore } from '../../fakes/store.ts';
import { churn, id, opened, story } from '../../store/events.ts';
import { broken, fillMarch, march } from './march.ts';

async function told(fromDay: number, toDay: number) {
  const memory = emptyMemory();
  await fillMarch(memoryStore(memory));
  return laneReport(churn, memory.chain, { from: march(fromDay), to: march(toDay) });
}

test('what was live when, and what brought it', async () => {
  const { live, since } = await told(1, 31);
  expect(since).toBe(march(3));
  expect(live).toMatchObject([
    { version: '12', from: march(3), until: march(5), standing: 'baseline', release: null },
    { version: '14', from: march(5), until: march(8), standing: 'verified', release: id(14) },
    { version: '12', from: march(8), until: march(9), standing: 'verified', release: id(90) },
    { version: '16', from: march(9), until: march(10), standing: 'verified', release: id(16) },
    { version: '11', from: march(10), until: null, standing: 'outside', release: null },
  ]);
});

test('at every moment that is what the lane says was live then', async () => {
  const memory = emptyMemory();
  const store = memoryStore(memory);
  await fillMarch(store);
  const { live } = laneReport(churn, memory.chain, { from: march(1), to: march(31) });
  for (const { at } of memory.chain) {
    const then = live.find(({ from, until }) => from <= at && (until === null || at < until));
    expect(then?.version ?? null).toBe((await store.laneAt(churn, at)).live?.version ?? null);
  }
});

test('a report of a span of the past reads the same for ever', async () => {
  const { live, incidents, releases, around } = await told(6, 7);
  expect(live).toMatchObject([{ version: '14', until: null }]);
  expect(releases.map(({ state }) => [state.id, state.phase])).toEqual([
    [id(14), 'verified'],
    [id(15), 'rejected'],
  ]);
  expect(incidents.map(({ id: one, state }) => [one, state.phase])).toEqual([[broken, 'open']]);
  expect(around.map(({ what }) => what)).toEqual(['policy-activated']);
});

test('a pause that was in force when the span began is told, and one that had ended is not', async () => {
  expect((await told(3, 4)).around.map(({ what, scope }) => `${what} ${scope}`)).toEqual(
    ['paused all of production', 'policy-activated policy', 'baseline-trusted ', 'resumed all of production'].toSorted(
      (a, b) => order(a) - order(b),
    ),
  );
  expect((await told(5, 6)).around.map(({ what }) => what)).toEqual(['policy-activated']);
});

function order(words: string): number {
  return ['policy-activated', 'paused', 'baseline-trusted', 'resumed'].indexOf(words.split(' ')[0] ?? '');
}

test('who let each in, and who looked at it where one person acted alone', async () => {
  const { releases } = await told(1, 31);
  expect(releases.map(({ state }) => [state.id, letInWords(state), followUpOf(state)])).toEqual([
    [id(14), 'U0PAT (reviewers), U0PAT (reviewers)', null],
    [id(15), 'nobody', null],
    [id(90), 'U0SAM alone, on call', null],
    [id(16), 'break-glass: U0PAT alone', 'break-glass: U0SAM looked at it: was right'],
  ]);
  expect(releases.map(({ anchor }) => anchor?.slice(0, 4) ?? null)).toEqual(['0:00', null, null, null]);
});

test('an incident is told with its course and its end', async () => {
  const [one] = (await told(8, 31)).incidents;
  expect(one?.course.map(({ what, words }) => `${what}: ${words}`)).toEqual([
    expect.stringMatching(/^incident-opened: critical: Churn errors\. errors 0\.04, needs ≤ 0\.01\./),
    'incident-acknowledged: Acknowledged.',
    `incident-answered: Answered by the rollback ${id(90)}.`,
    `incident-ended: Over: v12 is live now. By ${id(90)}.`,
  ]);
  expect((await told(9, 31)).incidents).toEqual([]);
});

test('a lane that nobody looked at says nothing, and says so', async () => {
  expect(laneReport(churn, [], { from: 0, to: march(1) })).toMatchObject({ since: null, live: [], releases: [] });
});

test('what went back by itself was let in by nobody’s word, and says so', () => {
  const asked = { ...opened(12), release: id(90), releaseKind: 'rollback' as const, alone: true, undoes: id(14) };
  const by = { kind: 'signalbox', rule: 'auto-rollback' } as const;
  const state = fold(
    [
      asked,
      ...story(12)
        .flat()
        .filter(({ kind }) => kind !== 'approved'),
    ].map((event, index) => ({ event, at: 1, by, index })),
  );
  expect(state === null ? null : letInWords(state)).toBe('Signalbox (auto-rollback) alone');
  expect(releaseWords(asked)).toContain('Nobody else is asked: it goes to the last version that was trusted there.');
});
