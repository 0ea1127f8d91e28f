import { expect, test } from 'vitest';
import { baselineAt } from '../../src/cli/baseline.ts';
import { liveVersion, productionPolicy, registered } from '../features/gated.ts';
import { stage } from '../features/support.ts';
import { deskOn, heard } from './calling.ts';

async function production(model: readonly string[] = []) {
  const text = productionPolicy({ model });
  const on = await stage({ policy: text });
  const desk = await deskOn(on, text);
  return { on, baseline: (names: readonly string[], by = 'U0PAT') => heard(() => baselineAt(desk, names, by)) };
}

test('what was live before Signalbox is listed, and trusted by whoever vouches for it', async () => {
  const { on, baseline } = await production();
  const before = registered(on, 0.9);
  on.model('prod')?.aliases.set('champion', before);
  expect(await baseline([])).toMatchObject({
    code: 0,
    out: 'churn/production  v1  Signalbox has not looked here yet\n',
  });
  const told = await baseline(['churn']);
  expect(told).toEqual({
    code: 0,
    out: 'churn/production: v1 is trusted now: churn in production. A rollback may go to it.\n',
    err: '',
  });
  expect((await on.store.lane(on.lane('production'))).live).toMatchObject({ version: '1', standing: 'baseline' });
  expect(await baseline([])).toMatchObject({ out: expect.stringContaining('Everything that is live came through') });
  expect(await baseline(['churn'])).toMatchObject({ code: 1, out: expect.stringContaining('nobody has vouched for') });
});

test('a version that somebody moved by hand is listed with when, and one lane can be named', async () => {
  const { on, baseline } = await production();
  await liveVersion(on, 0.9);
  const moved = registered(on, 0.91);
  await on.alias('prod', 'champion', moved);
  expect(await baseline([])).toMatchObject({
    out: expect.stringMatching(/^churn\/production {2}v2 {2}moved outside Signalbox, /),
  });
  expect(await baseline(['churn/production'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('v2 is trusted now'),
  });
});

test.each([
  ['U0KIM', 0, 'is trusted now'],
  ['U0OTTO', 0, 'is trusted now'],
  ['U0GUS', 1, 'Guests cannot decide'],
  ['nobody@corp.example', 2, 'Nobody knows who'],
])('vouched for by %s', async (by, code, words) => {
  const { on, baseline } = await production();
  on.model('prod')?.aliases.set('champion', registered(on, 0.9));
  const before = registered(on, 0.9);
  on.model('prod')?.aliases.set('champion', before);
  const told = await baseline(['churn'], by);
  expect(told.code).toBe(code);
  expect(told.out + told.err).toContain(words);
});
