import { expect, test } from 'vitest';
import type { Request } from '../../src/release/command.ts';
import { service, v } from './service.ts';

const where = { registry: 'main', name: 'churn' };
const registered = (number: number): Request => ({ kind: 'version-registered', ...where, version: v(number) });
const candidate = (number: number | null): Request => ({
  kind: 'alias-moved',
  ...where,
  alias: 'candidate',
  version: number === null ? null : v(number),
});

test('a candidate opens a request, once, however it is heard of', async () => {
  const { ask, registry, call } = service('candidate', 2);
  await registry.setAlias('churn', 'candidate', v(2), call());
  expect((await ask(candidate(2))).outcome).toMatchObject({ answer: { kind: 'opened' } });
  expect((await ask(candidate(2))).outcome).toMatchObject({ answer: { kind: 'already-open' } });
});

test('automation asks once for a version: a rejected candidate does not come back with the next poll', async () => {
  const { ask, registry, call } = service('candidate', 1);
  await registry.setAlias('churn', 'candidate', v(1), call());
  const { release } = await ask(candidate(1));
  if (release === null) throw new Error('nothing was opened');
  await ask({ kind: 'withdraw', release: release.id, reason: null }, 'person');
  expect((await ask(candidate(1))).outcome).toEqual({ kind: 'answer', answer: { kind: 'unchanged' } });
});

test('a person may ask again for what automation asks for once', async () => {
  const { ask, registry, call } = service('candidate', 1);
  await registry.setAlias('churn', 'candidate', v(1), call());
  const { release } = await ask(candidate(1));
  if (release === null) throw new Error('nothing was opened');
  await ask({ kind: 'withdraw', release: release.id, reason: null }, 'person');
  const again: Request = { kind: 'promote', model: 'churn', version: null, environment: null, reason: null };
  expect((await ask(again, 'person')).outcome).toMatchObject({ answer: { kind: 'opened' } });
});

test('rule 9: the message is a hint; the alias is read when it is handled', async () => {
  const { ask, registry, call } = service('candidate', 3);
  await registry.setAlias('churn', 'candidate', v(3), call());
  const { release } = await ask(candidate(2));
  expect(release?.source.version).toBe(v(3));
});

test('an alias that is gone again by then opens nothing', async () => {
  const { ask } = service('candidate', 1);
  expect((await ask(candidate(1))).outcome).toEqual({ kind: 'answer', answer: { kind: 'unchanged' } });
});

test.each([
  ['never', registered(1)],
  ['candidate', registered(1)],
  ['every-version', candidate(1)],
] as const)('opens: %s takes no notice of %o', async (opens, request) => {
  const { ask, registry, call, memory } = service(opens, 1);
  await registry.setAlias('churn', 'candidate', v(1), call());
  await ask(request);
  expect(memory.releases.size).toBe(0);
});

test('opens: every-version opens each new version once', async () => {
  const { ask, memory } = service('every-version', 2);
  await ask(registered(1));
  await ask(registered(2));
  await ask(registered(2));
  expect([...memory.releases.values()].map((release) => release.source.version)).toEqual([v(1), v(2)]);
});

test('news of an older version that comes late opens nothing by itself', async () => {
  const { ask, memory } = service('every-version', 2);
  await ask(registered(2));
  await ask(registered(1));
  expect(memory.releases.size).toBe(1);
});

test.each(['signalbox.release', 'signalbox.orphan'])(
  'a version that a copy of ours made (%s) opens nothing',
  async (tag) => {
    const made = service('every-version', 0);
    const version = made.register({ [tag]: 'r-0000000000' });
    await made.ask(registered(Number(version)));
    expect(made.memory.releases.size).toBe(0);
  },
);

test('rule 9: a champion that moved without us is told and pauses the lane; what it was first is trusted', async () => {
  const { ask, registry, call, releases } = service('never', 2);
  const moved: Request = { kind: 'alias-moved', ...where, alias: 'champion', version: v(1) };
  await registry.setAlias('churn', 'champion', v(1), call());
  await ask(moved);
  await registry.setAlias('churn', 'champion', v(2), call());
  await ask(moved);
  const status = await releases.status('churn');
  if (status.kind === 'refused') throw new Error(status.refusal.kind);
  const [row] = status.found;
  expect(row?.lane.live).toMatchObject({ version: v(2), standing: 'outside' });
  expect(row?.lane.trusted.map((one) => one.version)).toEqual([v(1)]);
  expect(row?.pauses.map((pause) => pause.cause)).toEqual(['outside-move']);
});
