import { expect, test } from 'vitest';
import { aliasBefore } from '../../src/release/by-hand.ts';
import { decideChampionSeen } from '../../src/release/decide-lane.ts';
import { evolveLane } from '../../src/release/lane.ts';
import { ScopeEvent } from '../../src/release/scope-event.ts';
import { Targets } from '../../src/release/targets.ts';
import { stepWords } from '../../src/release/view-steps.ts';
import * as scene from './scene.ts';
import { lane, laneFacts, liveVersion, v } from './scene.ts';

/** Moves as logs hold them, from the oldest version on. */
const moves: readonly (readonly [what: string, event: object, isLive: boolean])[] = [
  ['champion, as it was written first', { alias: 'champion' }, true],
  ['champion, where nothing is enforced', { alias: 'champion', mode: 'advise' }, true],
  ['an alias of the environment’s own', { alias: 'production', live: true }, true],
  ['any other alias', { alias: 'production' }, false],
  ['the candidate', { alias: 'candidate' }, false],
];

test.each(moves)('a move of %s', (_, event, isLive) => {
  const moved = ScopeEvent.parse({ kind: 'moved-outside', v: 1, from: '12', to: '14', ...event });
  const before = lane({ live: liveVersion(12, null) });
  const after = evolveLane(before, { at: 9, by: scene.registry, index: 3, event: moved }, null);
  expect(after.live?.version).toBe(isLive ? '14' : '12');
});

test.each([
  ['champion', undefined],
  ['production', true],
])('what moved without us is told by the name of the alias: %s', (alias, live) => {
  const decision = decideChampionSeen(laneFacts({ policy: { ...scene.policy, alias } }), v(99));
  if (decision.kind !== 'accepted') throw new Error('It is news');
  const [moved, paused] = decision.appends.flatMap(({ events }) => events);
  expect(moved).toEqual({ kind: 'moved-outside', v: 1, alias, from: '12', to: '99', ...(live && { live }) });
  expect(paused).toMatchObject({ why: `${alias} moved from v12 to v99 outside Signalbox` });
});

const started = scene.started();
const usual = started.kind === 'execution-started' ? Targets.parse(started.targets) : null;

test.each([
  [{}, 'Point champion at', 'Put champion back to', 'Point previous at'],
  [{ alias: 'staging' }, 'Point staging at', 'Put staging back to', 'Point staging-previous at'],
])('steps with %o say which alias they move', (named, forward, back, previous) => {
  if (usual === null) throw new Error('An execution has targets');
  const targets = { ...usual, ...named };
  expect(stepWords({ kind: 'set-champion', direction: 'do' }, targets)).toContain(forward);
  expect(stepWords({ kind: 'set-champion', direction: 'undo' }, targets)).toContain(back);
  expect(stepWords({ kind: 'set-previous', direction: 'do' }, targets)).toContain(previous);
});

test('what was live before has a name of its own for each alias', () => {
  expect(['champion', 'production'].map(aliasBefore)).toEqual(['previous', 'production-previous']);
});
