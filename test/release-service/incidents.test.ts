import { expect, test } from 'vitest';
import type { Request } from '../../src/release/command.ts';
import { CommandId, laneKey, type PersonId } from '../../src/release/ids.ts';
import type { Signal } from '../../src/release/incident/signal.ts';
import { releaseService } from '../../src/release-service.ts';
import { virtualClock } from '../fakes/clock.ts';
import { emptyWorkspace, fakeDirectory } from '../fakes/directory.ts';
import { memoryDue } from '../fakes/due.ts';
import { silent } from '../fakes/log.ts';
import { emptyMemory } from '../fakes/memory.ts';
import { nobodyOutside } from '../fakes/outsiders.ts';
import { policiesOf } from '../fakes/policies.ts';
import { memoryPosts } from '../fakes/posts.ts';
import { memoryStore } from '../fakes/store.ts';
import { signal } from '../release/incident/scene.ts';
import { people, policyText } from '../world/policy.ts';

const lane = laneKey('churn', 'production');
const day = 24 * 3_600_000;
const about = { model: 'churn', environment: 'production', kind: 'errors' as const };

/** The service on fakes of its ports; nothing is live yet. */
function desk() {
  const clock = virtualClock();
  const workspace = emptyWorkspace();
  for (const id of Object.values(people)) workspace.standing.set(id, 'member');
  workspace.groups.set('@platform', [people.pia]);
  const memory = emptyMemory();
  const releases = releaseService({
    store: memoryStore(memory),
    due: memoryDue(memory),
    posts: memoryPosts(clock.now),
    policies: {
      ...policiesOf(policyText),
      signalRules: (source) => (source === 'am' ? [{ when: { team: 'growth' }, ...about }] : []),
    },
    directory: fakeDirectory(workspace, clock.now),
    outsiders: nobodyOutside,
    registries: new Map(),
    clock: clock.now,
    log: silent,
  });
  const handle = (id: string, request: Request, by?: PersonId) =>
    releases.handle({
      id: CommandId.parse(id),
      at: clock.now(),
      by: by === undefined ? { kind: 'signalbox', rule: 'signals' } : { kind: 'person', id: by },
      where: null,
      request,
    });
  const says = (id: string, signals: readonly Signal[], source = 'am') =>
    handle(id, { kind: 'signals', source, signed: true, signals: [...signals] });
  const kinds = () => memory.chain.map(({ event, stream }) => `${stream.split(':')[0]} ${event.kind}`);
  return { clock, memory, handle, says, kinds };
}

test('one message tells every lane that it is about, once, however often it is handled', async () => {
  const { says, kinds, memory } = desk();
  const message = [
    signal(about),
    signal({ ...about, environment: 'staging' }),
    signal({ key: 'b', labels: { team: 'growth' } }),
  ];
  for (let times = 0; times < 3; times += 1) await says('am:1', message);
  expect(kinds().toSorted()).toEqual([
    'incident incident-opened',
    'incident incident-opened',
    'incident symptom-changed',
  ]);
  expect([...memory.due.show.keys()].filter((stream) => stream.startsWith('incident:'))).toHaveLength(2);
});

test('what is about nothing that we know is told once for each alert and day, and acts on nothing', async () => {
  const { says, kinds, clock } = desk();
  await says('am:1', [signal({ key: 'x' }), signal({ key: 'y', labels: { team: 'growth' } })], 'other');
  await says('am:2', [signal({ key: 'x' }), signal({ key: 'z', state: 'resolved' })], 'other');
  expect(kinds()).toEqual(['policy signal-unmapped', 'policy signal-unmapped']);
  clock.advance(day);
  await says('am:3', [signal({ key: 'x' })], 'other');
  expect(kinds()).toHaveLength(3);
});

test('whatever a source sends that is about nothing, the admin channel hears of fifty a day at most, and of other sources, too', async () => {
  const { says, kinds } = desk();
  for (let n = 0; n < 400; n += 1) await says(`am:${n}`, [signal({ key: `k${n}` })], 'other');
  expect(kinds()).toHaveLength(50);
  await says('am:400', [signal({ key: 'x' })], 'another');
  expect(kinds()).toHaveLength(51);
});

test('people’s words are answered, and answered the same when they come again', async () => {
  const { says, handle, memory, kinds } = desk();
  await says('am:1', [signal(about)]);
  const incident = memory.lanes.get(lane)?.incidents[0]?.incident;
  if (incident === undefined) throw new Error('no incident');
  const on = { incident, lane };
  const outcome = async (id: string, request: Request, by = people.own) => {
    const { outcome } = await handle(id, request, by);
    return outcome.kind === 'answer' ? outcome.answer.kind : outcome.refusal.kind;
  };
  expect(await outcome('c:1', { kind: 'acknowledge', ...on }, people.out)).toBe('not-allowed');
  for (const id of ['c:2', 'c:2', 'c:3'])
    expect(await outcome(id, { kind: 'acknowledge', ...on })).toBe('acknowledged');
  expect(await outcome('c:4', { kind: 'cancel-return', ...on })).toBe('no-countdown');
  for (const id of ['c:5', 'c:5'])
    expect(await outcome(id, { kind: 'dismiss', ...on, reason: 'a test' })).toBe('dismissed');
  expect(await outcome('c:6', { kind: 'acknowledge', ...on })).toBe('incident-over');
  expect(await outcome('c:7', { kind: 'acknowledge', ...on, lane: laneKey('churn', 'staging') })).toBe(
    'unknown-incident',
  );
  expect(await outcome('c:8', { kind: 'acknowledge', ...on, lane: laneKey('fraud', 'x') })).toBe('unknown-incident');
  expect(kinds()).toEqual([
    'incident incident-opened',
    'incident incident-acknowledged',
    'incident incident-dismissed',
  ]);
});
