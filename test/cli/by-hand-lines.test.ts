import { expect, test } from 'vitest';
import { handLines } from '../../src/cli/by-hand-lines.ts';
import { servingWords } from '../../src/cli/by-hand-serving.ts';
import { Registry } from '../../src/policy/registry-schema.ts';
import { aliasBefore, handMoves, handMovesOf } from '../../src/release/by-hand.ts';
import { Digest, Version } from '../../src/release/ids.ts';
import { lanePolicyOf } from './lane.ts';

const v = (number: number) => Version.parse(String(number));
const registry = (more: object = {}) => Registry.parse({ kind: 'mlflow', url: 'https://mlflow.example/', ...more });
const silent = { before: [], after: [] };

function lines(more: object = {}, name = 'churn'): readonly string[] {
  const target = { alias: 'champion', stage: null, live: v(12) };
  return handLines({ registry: registry(more), name, target, serving: silent });
}

test.each([
  [{}, 'curl -fsS -X POST'],
  [{ auth: { bearer: 'env:PROD_TOKEN' } }, 'curl -fsS -H "Authorization: Bearer $PROD_TOKEN" -X POST'],
  [{ auth: { basic: { user: "o'neil", password: 'env:PW' } } }, `curl -fsS -u 'o'\\''neil:'"$PW" -X POST`],
  [{ ca: '/etc/ssl/our ca.pem' }, "curl -fsS --cacert '/etc/ssl/our ca.pem' -X POST"],
])('%j: secrets stand there by the names of their variables', (more, begin) => {
  expect(lines(more)[1]).toContain(`${begin} -H 'Content-Type: application/json'`);
});

test('a name is a word of the shell and a text of JSON, whatever is in it', () => {
  const [, call] = lines({}, `a'b"c $(d)`);
  expect(call).toContain(`-d '{"name":"a'\\''b\\"c $(d)","alias":"champion","version":"12"}'`);
});

test('where the way back leads comes first, what is live after it, a stage last; what is gone is deleted', () => {
  const all = handMoves({ alias: 'production', stage: 'Production', live: v(12), previous: v(11) });
  expect(
    all.map((move) => (move.kind === 'alias' ? `${move.alias} ${move.version}` : `${move.stage} ${move.version}`)),
  ).toEqual(['production-previous 11', 'production 12', 'Production 12']);
  expect(aliasBefore('champion')).toBe('previous');
  expect(handMoves({ alias: 'champion', stage: 'Production', live: null })).toEqual([
    { kind: 'alias', alias: 'champion', version: null },
  ]);
  const target = { alias: 'champion', stage: null, live: null };
  expect(handLines({ registry: registry(), name: 'churn', target, serving: silent })[1]).toContain('-X DELETE');
});

test('what an execution did is taken back the other way round', () => {
  const { finish, undo } = handMovesOf({
    registry: 'main',
    name: 'churn',
    version: v(9),
    source: null,
    champion: { from: v(8), to: v(9) },
    previous: { from: v(7), to: v(8) },
    artifacts: Digest.parse('a'.repeat(64)),
    evidence: Digest.parse('b'.repeat(64)),
    tags: {},
  });
  const said = (moves: typeof finish) =>
    moves.map((move) => (move.kind === 'alias' ? `${move.alias} ${move.version}` : ''));
  expect(said(finish)).toEqual(['previous 8', 'champion 9']);
  expect(said(undo)).toEqual(['champion 8', 'previous 7']);
});

test.each([
  [null, [], []],
  [
    { kind: 'http', url: 'https://deploy.example/churn', secret: 'env:DEPLOY', timeoutMs: 1 },
    [],
    ['Then serving: POST https://deploy.example/churn/move with v12 of churn in production, signed with $DEPLOY'],
  ],
  [
    { kind: 'batch', url: 'https://jobs.example', secret: null, timeoutMs: 1, onRollback: 'wait' },
    ['First: no scoring job may run. Ask https://jobs.example;'],
    ['Then: look which scoring runs used v14 of churn.'],
  ],
])('what serves is told in words: %j', (serving, before, after) => {
  const told = servingWords({ ...lanePolicyOf(), serving }, v(12), v(14));
  expect(told.before).toHaveLength(before.length);
  for (const [at, words] of before.entries()) expect(told.before[at]).toContain(words);
  for (const [at, words] of after.entries()) expect(told.after[at]).toContain(words);
});
