import { expect, test } from 'vitest';
import { champion, facts } from '../evidence/facts.ts';
import { changes, column, inputs, type Signature, signature } from './signatures.ts';
import { verdictOf } from './verdict.ts';

function said(kind: 'same' | 'backward', before: Signature | null, now: Signature | null) {
  return verdictOf(
    { kind: 'schema', schema: kind },
    { candidate: facts({ schema: now }), champion: champion({ schema: before }) },
  );
}

test.each(changes)('schema: %s', (_, before, now, broken, changed) => {
  const backward =
    broken === null
      ? {
          status: 'pass',
          reason: changed === null ? 'Same as v12.' : `Callers of v12 can stay: ${changed}.`,
          cure: null,
        }
      : {
          status: 'fail',
          reason: `Not as v12: ${broken}.`,
          cure: 'Keep what callers send and read, and register a new version.',
        };
  expect(said('backward', before, now)).toMatchObject(backward);
  expect(said('same', before, now)).toMatchObject(
    changed === null
      ? { status: 'pass', reason: 'Same as v12.' }
      : { status: 'fail', reason: `Not as v12: ${changed}.` },
  );
});

test('at most three differences are told, and how many more there are', () => {
  const many = inputs(...['a', 'b', 'c', 'd', 'e'].map((name) => column(name, 'long')));
  expect(said('same', many, inputs())?.reason).toBe(
    'Not as v12: input `a` is gone, input `b` is gone, input `c` is gone and 2 more.',
  );
});

const untold: readonly [
  what: string,
  before: Signature | null,
  now: Signature | null,
  status: string,
  reason: string,
][] = [
  ['no signature', signature({}), null, 'missing', 'The signature is missing.'],
  [
    'an empty signature',
    signature({}),
    { inputs: null, outputs: null, params: null },
    'missing',
    'The signature is missing.',
  ],
  ['none on the champion', null, signature({}), 'not-comparable', 'v12, which is live, has no signature.'],
  ['broken JSON', signature({}), signature({ inputs: '[{' }), 'cannot-tell', 'The signature of v14 cannot be read.'],
  [
    'no list',
    signature({ outputs: '{"type":"long"}' }),
    signature({}),
    'cannot-tell',
    'The signature of v12 cannot be read.',
  ],
];

test.each(untold)('schema, which cannot be told: %s', (_, before, now, status, reason) => {
  expect(said('backward', before, now)).toMatchObject({ status, reason });
  expect(said('same', before, now)).toMatchObject({ status, reason });
});

test('schema: nothing live', () => {
  expect(verdictOf({ kind: 'schema', schema: 'same' }, { champion: null })?.status).toBe('no-champion');
  expect(
    verdictOf({ kind: 'schema', schema: 'same' }, { candidate: facts({ schema: null }), champion: null })?.status,
  ).toBe('missing');
});

test('names from outside are cut, and never taken for what they are called like', () => {
  const strange = (name: string, type: string) => inputs(column(name, type));
  expect(said('backward', strange('x', 'constructor'), strange('x', 'long'))?.reason).toBe(
    'Not as v12: input `x` is long, was constructor.',
  );
  const reason =
    said('same', strange('x'.repeat(5_000), 'y'.repeat(5_000)), strange('constructor', 'long'))?.reason ?? '';
  expect(reason.length).toBeLessThan(200);
  const deep = `${'[{"type":"array","items":'.repeat(20_000)}{}${'}]'.repeat(20_000)}`;
  expect(said('same', signature({}), signature({ inputs: deep }))?.status).toBe('cannot-tell');
});
