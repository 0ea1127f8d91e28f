import { expect, test } from 'vitest';
import { Requires, requires } from '../../src/gates/requires.ts';
import type { VersionFacts } from '../../src/release/evidence.ts';
import { type CheckAnswer, type ModelThere, nobodyAsked, nothingPast } from '../../src/release/gate-facts.ts';
import { Version } from '../../src/release/ids.ts';
import { champion, facts, withRun } from '../evidence/facts.ts';

const pipeline = { pipeline: 'https://features.example/deployed' };
const table = { table: 'https://features.example/tables/customers' };
const notJudged = { status: 'cannot-tell', reason: 'told' } as const;
const at = Date.UTC(2026, 10, 22, 12);
const hoursAgo = (hours: number) => at - hours * 3_600_000;

const trained = () => withRun({ commit: 'abc1234def' });
const asked = { champion: champion(), past: nothingPast, now: at };

function judged(written: object, answer: CheckAnswer | null, candidate: VersionFacts = trained()) {
  const gate = requires(Requires.parse(written));
  const [need] = gate.needs ?? [];
  const key = need?.kind === 'http' ? need.key : '';
  const answers = new Map(answer === null ? [] : [[key, answer]]);
  return gate.check({ ...asked, candidate, outside: { ...nobodyAsked, answers } });
}

test.each<[string, object, CheckAnswer | null, string, string]>([
  [
    'the same commit',
    { requires: pipeline },
    { ...notJudged, told: { deployed: 'abc1234' } },
    'pass',
    'features.example/deployed has `abc1234` deployed.',
  ],
  [
    'another commit',
    { requires: pipeline },
    { ...notJudged, told: { deployed: 'fff9999' } },
    'fail',
    'and this version needs',
  ],
  ['too short a commit', { requires: pipeline }, { ...notJudged, told: { deployed: 'abc' } }, 'fail', 'needs'],
  [
    'the tag that names it',
    { requires: pipeline, is: 'team' },
    { ...notJudged, told: { deployed: 'growth' } },
    'pass',
    '`growth`',
  ],
  [
    'no such tag',
    { requires: pipeline, is: 'pipeline_version' },
    { ...notJudged, told: { deployed: 'x' } },
    'missing',
    'neither tag nor param `pipeline_version`',
  ],
  [
    'a judgement of its own',
    { requires: pipeline, name: 'features' },
    { status: 'fail', reason: 'Still deploying.' },
    'fail',
    'Still deploying.',
  ],
  ['nobody asked', { requires: pipeline, name: 'features' }, null, 'cannot-tell', 'features was not asked.'],
  ['a table that exists', { requires: table }, { ...notJudged, told: { exists: true } }, 'pass', 'exists'],
  ['a table that does not', { requires: table }, { ...notJudged, told: { exists: false } }, 'fail', 'does not exist'],
  [
    'a fresh table',
    { requires: table, 'not-older-than': '2d' },
    { ...notJudged, told: { exists: true, updatedAt: hoursAgo(48) } },
    'pass',
    'updated 2 days ago',
  ],
  [
    'a stale table',
    { requires: table, 'not-older-than': '2d' },
    { ...notJudged, told: { exists: true, updatedAt: hoursAgo(49) } },
    'fail',
    'at most 2 days',
  ],
  [
    'a table of unknown age',
    { requires: table, 'not-older-than': '2d' },
    { ...notJudged, told: { exists: true } },
    'missing',
    'Nobody says when',
  ],
])('%s', (_, written, answer, status, reason) => {
  const verdict = judged(written, answer);
  expect(verdict.status).toBe(status);
  expect(verdict.reason).toContain(reason);
  expect(verdict.cure === null).toBe(status === 'pass');
});

test('without a commit nobody knows what has to be deployed', () => {
  expect(
    judged({ requires: pipeline }, { ...notJudged, told: { deployed: 'abc1234' } }, facts({ run: null })),
  ).toMatchObject({
    status: 'missing',
    reason: 'The run names no commit.',
  });
});

test.each<[ModelThere | null, string, string]>([
  [
    { kind: 'live', environment: 'production', version: Version.parse('7') },
    'pass',
    '`embedder` v7 is live in production.',
  ],
  [{ kind: 'not-live', environment: 'production' }, 'fail', 'Nothing of `embedder` is live in production.'],
  [{ kind: 'no-lane' }, 'cannot-tell', 'goes to no such environment'],
  [null, 'cannot-tell', 'goes to no such environment'],
])('another model: %s', (there, status, reason) => {
  const gate = requires(Requires.parse({ requires: { model: 'embedder' } }));
  expect(gate.needs).toEqual([{ kind: 'live-model', model: 'embedder' }]);
  const models = new Map(there === null ? [] : [['embedder', there]]);
  const verdict = gate.check({ ...asked, candidate: trained(), outside: { ...nobodyAsked, models } });
  expect(verdict.status).toBe(status);
  expect(verdict.reason).toContain(reason);
});

test.each([
  [{ requires: {} }, 'not what is required'],
  [{ requires: { model: 'a', table: 'https://x.example' } }, 'not what is required'],
  [{ requires: { bucket: 'x' } }, 'there is no `bucket` here'],
  [{ requires: { pipeline: 'ftp://x.example' } }, 'not the address of a check'],
  [{ requires: { pipeline: 'http://x.example' } }, 'plain http'],
  [{ requires: { model: 'a' }, is: 'commit' }, 'only for a pipeline'],
  [{ requires: pipeline, 'not-older-than': '1d' }, 'only for a table'],
  [{ requires: table, secret: 'hunter2' }, 'a secret in clear'],
])('%j is refused', (written, words) => {
  expect(JSON.stringify(Requires.safeParse(written).error?.issues)).toContain(words);
});
