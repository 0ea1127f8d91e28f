import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildEvidence, type Gathered } from '../../src/evidence/build.ts';
import { digestOf } from '../../src/evidence/canonical.ts';
import { withSection } from '../../src/evidence/description.ts';
import { Evidence, type Verdict, type VersionFacts } from '../../src/release/evidence.ts';
import { PersonId, Version } from '../../src/release/ids.ts';
import { champion, digest, facts, lane, measured, withRun } from './facts.ts';

const passed: Verdict = { gate: 'auc ≥ 0.80', status: 'pass', reason: '`auc` 0.861, needs ≥ 0.80.', cure: null };

function gathered(change: Partial<Gathered> = {}): Gathered {
  return { kind: 'promotion', policy: lane(), candidate: facts(), champion: champion(), verdicts: [passed], ...change };
}

function digestWith(change: Partial<Gathered>): string {
  return digestOf(buildEvidence(gathered(change)));
}

const usual = digestWith({});

test('the document is exactly what its schema says, and nothing beside it', () => {
  const evidence = buildEvidence(gathered());
  expect(Evidence.parse(evidence)).toEqual(evidence);
});

const warned: Verdict = { ...passed, mode: 'warn', until: 1 };
const people = { 'pat@corp.example': PersonId.parse('U0PAT') };

const bound: readonly [what: string, change: Partial<Gathered>][] = [
  ['kind', { kind: 'rollback' }],
  ['model', { policy: lane({ model: 'fraud' }) }],
  ['environment', { policy: lane({ environment: 'staging' }) }],
  ['effective policy', { policy: lane({ digest: digest('d') }) }],
  ['registry', { candidate: facts({ registry: 'other' }) }],
  ['registered name', { candidate: facts({ name: 'churn-eu' }) }],
  ['version', { candidate: facts({ version: Version.parse('15') }) }],
  ['artifacts', { candidate: facts({ artifacts: { ...facts().artifacts, digest: digest('e') } }) }],
  ['run', { candidate: withRun({ id: 'run-15' }) }],
  ['no run', { candidate: facts({ run: null }) }],
  ['commit', { candidate: withRun({ commit: 'ffffffff' }) }],
  ['schema', { candidate: facts({ schema: { inputs: '[]', outputs: null, params: null } }) }],
  ['a metric', { candidate: facts({ metrics: [measured('auc', 0.8610000000000001), measured('loss', 0.31)] }) }],
  ['a metric that became NaN', { candidate: facts({ metrics: [measured('auc', 'NaN'), measured('loss', 0.31)] }) }],
  ['a new metric', { candidate: facts({ metrics: [...facts().metrics, measured('f1', 0.5)] }) }],
  [
    'a metric’s data',
    { candidate: facts({ metrics: [measured('auc', 0.861, { name: 'x', digest: 'y' }), measured('loss', 0.31)] }) },
  ],
  ['a parameter', { candidate: facts({ params: { depth: '7' } }) }],
  ['a tag of the version', { candidate: facts({ tags: { team: 'risk' } }) }],
  ['a tag of the run', { candidate: withRun({ tags: { 'mlflow.runName': 'sad-owl' } }) }],
  [
    'a tag that moved from run to version',
    { candidate: withRun({ tags: { 'mlflow.runName': 'brave-owl', team: 'growth' } }, facts({ tags: {} })) },
  ],
  ['a data set', { candidate: facts({ datasets: [{ name: 'october', digest: 'other', context: 'training' }] }) }],
  ['the description', { candidate: facts({ description: 'Retrained.' }) }],
  ['no champion', { champion: null }],
  ['the champion', { champion: champion({ version: Version.parse('13') }) }],
  ['the champion’s metric', { champion: champion({ metrics: [measured('auc', 0.853)] }) }],
  ['the champion’s schema', { champion: champion({ schema: null }) }],
  ['a verdict', { verdicts: [{ ...passed, status: 'fail' }] }],
  ['a gate', { verdicts: [{ ...passed, gate: 'auc ≥ 0.82' }] }],
  ['one gate less', { verdicts: [] }],
  ['that a gate which does not pass only warns', { verdicts: [{ ...warned, status: 'fail' }] }],
  ['that a gate is off', { verdicts: [{ ...passed, status: 'off', mode: 'off' }] }],
  ['the environment', { candidate: facts({ environment: { python: '3.12', requirements: { sklearn: '1.6' } } }) }],
  ['the champion’s parameters', { champion: champion({ params: { depth: '9' } }) }],
  ['who is excluded', { policy: lane({ exclude: ['requester', 'run-author'], people }) }],
];

test.each(bound)('binds %s', (_, change) => {
  expect(digestWith(change)).not.toBe(usual);
});

const unbound: readonly [what: string, change: Partial<Gathered>][] = [
  ['words of a verdict', { verdicts: [{ ...passed, reason: 'Good.', cure: 'None.' }] }],
  ['when it was registered', { candidate: facts({ registeredAt: 9_999 }) }],
  ['when the run began and ended', { candidate: withRun({ startedAt: 5, endedAt: 6 }) }],
  ['where to look', { candidate: withRun({ url: null }, facts({ url: null })) }],
  [
    'our own tags',
    {
      candidate: withRun(
        { tags: { 'mlflow.runName': 'brave-owl', 'signalbox.step': 'copy' } },
        facts({ tags: { team: 'growth', 'signalbox.release': 'r-1' } }),
      ),
    },
  ],
  [
    'what MLflow appends to the run',
    {
      candidate: withRun({
        tags: { 'mlflow.runName': 'brave-owl', 'mlflow.log-model.history': '[]', 'mlflow.loggedImages': 'True' },
      }),
    },
  ],
  [
    'which versions share the model',
    { candidate: facts({ tags: { team: 'growth', 'mlflow.modelVersions': '[{"name":"churn","version":14}]' } }) },
  ],
  ['that a gate which passes only warns', { verdicts: [warned] }],
  [
    'what we added to the description',
    { candidate: facts({ description: withSection(facts().description, 'staging', ['approved by U0KIM']) }) },
  ],
  ['the policy’s number', { policy: lane({ number: 4 }) }],
  ['people of whom nobody is excluded', { policy: lane({ people }) }],
  ['the champion’s tags', { champion: champion({ tags: { 'signalbox.release': 'r-0' }, description: 'Edited.' }) }],
];

test.each(unbound)('does not bind %s', (_, change) => {
  expect(digestWith(change)).toBe(usual);
});

test('a schema without any part is no schema', () => {
  const empty = facts({ schema: { inputs: null, outputs: null, params: null } });
  expect(digestWith({ candidate: empty })).toBe(digestWith({ candidate: facts({ schema: null }) }));
});

test('whom an excluded identity names is bound, and only that', () => {
  const excluding = (known: Record<string, PersonId | 'machine'>) =>
    digestWith({ policy: lane({ exclude: ['requester', 'run-author'], people: known }) });
  expect(excluding(people)).not.toBe(excluding({}));
  expect(excluding({ ...people, 'other@corp.example': 'machine' })).toBe(excluding(people));
});

const text = fc.string({ unit: 'binary', maxLength: 8 });
const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom('NaN' as const, 'Infinity' as const),
);
const aMetric = fc.record({ name: text, value, dataset: fc.option(fc.record({ name: text, digest: text })) });
const record = fc.dictionary(text, text, { maxKeys: 6 });
const someFacts = fc
  .record({
    metrics: fc.array(aMetric, { maxLength: 8 }),
    params: record,
    tags: record,
    description: text,
    datasets: fc.array(fc.record({ name: text, digest: text, context: fc.option(text) }), { maxLength: 4 }),
  })
  .map((change) => facts(change));
const someVerdicts = fc.array(
  fc.record({
    gate: text,
    status: fc.constantFrom('pass' as const, 'fail' as const),
    reason: text,
    cure: fc.constant(null),
  }),
);

test('the order in which a registry answers never changes the digest', () => {
  fc.assert(
    fc.property(someFacts, someVerdicts, fc.infiniteStream(fc.nat()), (candidate, verdicts, dice) => {
      const before = digestWith({ candidate, champion: candidate, verdicts });
      const mixed = shuffledFacts(candidate, dice);
      expect(digestWith({ candidate: mixed, champion: mixed, verdicts: shuffled(verdicts, dice) })).toBe(before);
    }),
  );
});

test('any other metric, parameter, tag, data set or description changes the digest', () => {
  fc.assert(
    fc.property(someFacts, someFacts, (one, other) => {
      const same = JSON.stringify(boundPart(one)) === JSON.stringify(boundPart(other));
      expect(digestWith({ candidate: one }) === digestWith({ candidate: other })).toBe(same);
    }),
  );
  fc.assert(
    fc.property(someFacts, aMetric, (one, extra) => {
      expect(digestWith({ candidate: { ...one, metrics: [...one.metrics, extra] } })).not.toBe(
        digestWith({ candidate: one }),
      );
    }),
  );
});

test('no words change the digest', () => {
  fc.assert(
    fc.property(someVerdicts, text, (verdicts, words) => {
      const reworded = verdicts.map((verdict) => ({ ...verdict, reason: words, cure: words }));
      expect(digestWith({ verdicts: reworded })).toBe(digestWith({ verdicts }));
    }),
  );
});

/** The bound part in one order, independently of how evidence sorts. */
function boundPart({ metrics, params, tags, datasets, description }: VersionFacts): unknown {
  const lists = [metrics, datasets].map((items) => items.map((item) => JSON.stringify(item)).sort());
  const entries = [params, tags].map((all) =>
    Object.entries(all)
      .map((entry) => JSON.stringify(entry))
      .sort(),
  );
  return [lists, entries, description];
}

function shuffledFacts(version: VersionFacts, dice: Iterator<number>): VersionFacts {
  return {
    ...version,
    metrics: shuffled(version.metrics, dice),
    datasets: shuffled(version.datasets, dice),
    params: Object.fromEntries(shuffled(Object.entries(version.params), dice)),
    tags: Object.fromEntries(shuffled(Object.entries(version.tags), dice)),
  };
}

function shuffled<T>(items: readonly T[], dice: Iterator<number>): T[] {
  return items
    .map((item) => ({ item, at: dice.next().value }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

test('a warning that fails and a block that fails are different evidence', () => {
  expect(digestWith({ verdicts: [{ ...warned, status: 'fail' }] })).not.toBe(
    digestWith({ verdicts: [{ ...passed, status: 'fail' }] }),
  );
});

test('an author’s e-mail address is bound by whose it is', () => {
  const policy = lane({ exclude: ['requester', 'run-author'] });
  const candidate = withRun({ user: 'pat@corp.example' });
  const known = new Map([['pat@corp.example', PersonId.parse('U0PAT')]]);
  expect(buildEvidence(gathered({ policy, candidate })).authors).toEqual({ 'run-author': 'unknown' });
  expect(buildEvidence(gathered({ policy, candidate, emails: known })).authors).toEqual({ 'run-author': 'U0PAT' });
  const named = lane({ exclude: ['requester', 'run-author'], people: { 'pat@corp.example': 'machine' } });
  expect(buildEvidence(gathered({ policy: named, candidate, emails: known })).authors).toEqual({
    'run-author': 'machine',
  });
});
