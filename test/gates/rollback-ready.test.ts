import { expect, test } from 'vitest';
import type { VersionFacts } from '../../src/release/evidence.ts';
import { nobodyAsked, type RollbackTarget } from '../../src/release/gate-facts.ts';
import { Version } from '../../src/release/ids.ts';
import { champion, facts } from '../evidence/facts.ts';
import { changes, column, inputs, type Signature, signature } from './signatures.ts';
import { verdictOf } from './verdict.ts';

const eleven = Version.parse('11');
const gate = { kind: 'rollback-ready', 'rollback-ready': true };

function target(change: Partial<VersionFacts> | null = {}, missing: string | null = null): RollbackTarget {
  return { version: eleven, facts: change === null ? null : facts({ version: eleven, ...change }), missing };
}

function said(rollback: RollbackTarget | null, live: VersionFacts | null = champion()) {
  return verdictOf(gate, { champion: live, outside: { ...nobodyAsked, rollback } });
}

const schema = champion().schema;
const age = column('age', 'long');
const gone = 'v11, which a rollback goes to, had 3 files of 300 bytes, and has 2 of 200.';

test.each<readonly [string, ReturnType<typeof said>, string, string]>([
  ['all is there', said(target({ schema })), 'pass', 'A rollback goes to v11'],
  ['nothing is live', said(null, null), 'no-champion', 'nothing to go back to'],
  ['nothing is live, though something was verified', said(target(), null), 'no-champion', 'Nothing is live yet'],
  ['nothing was verified', said(null), 'fail', 'No version was verified here yet'],
  ['the registry has it no more', said(target(null)), 'fail', 'is not in the registry any more'],
  ['a file is missing', said(target({}, gone)), 'fail', gone],
  ['the target has no signature', said(target({ schema: null })), 'cannot-tell', 'The signature of v11 is missing.'],
  [
    'the live version has none',
    said(target({ schema }), champion({ schema: null })),
    'cannot-tell',
    'The signature of v12 is missing.',
  ],
  [
    'a signature that nobody can read',
    said(target({ schema: signature({ inputs: '[{' }) }), champion({ schema: signature({}) })),
    'cannot-tell',
    'v11 is not readable',
  ],
  [
    'callers send what it does not know: MLflow drops it',
    said(target({ schema: inputs(age) }), champion({ schema: inputs(age, column('x', 'long')) })),
    'pass',
    'callers can stay',
  ],
  [
    'it asks for what callers do not send any more',
    said(target({ schema: inputs(age, column('x', 'long')) }), champion({ schema: inputs(age) })),
    'fail',
    'those who call v12 cannot call it: input `x` is new and required',
  ],
])('rollback-ready: %s', (_, verdict, status, reason) => {
  expect(verdict).toMatchObject({ status });
  expect(verdict?.reason).toContain(reason);
});

test.each(changes)('the way back is compared as schema backward compares: %s', (_, before, now, broken) => {
  const fits = (one: Signature, other: Signature) => said(target({ schema: other }), champion({ schema: one }))?.status;
  expect(fits(before, now)).toBe(broken === null ? 'pass' : 'fail');
});
