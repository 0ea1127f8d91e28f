import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildEvidence, type Gathered } from '../../src/evidence/build.ts';
import { digestOf } from '../../src/evidence/canonical.ts';
import { differences } from '../../src/evidence/differences.ts';
import type { Evidence, Verdict, VersionFacts } from '../../src/release/evidence.ts';
import { PersonId, Version } from '../../src/release/ids.ts';
import { champion, digest, facts, lane, measured, withRun } from './facts.ts';

const passed: Verdict = { gate: 'auc ≥ 0.80', status: 'pass', reason: '', cure: null };

function evidence(change: Partial<Gathered> = {}): Evidence {
  return buildEvidence({
    kind: 'promotion',
    policy: lane(),
    candidate: facts(),
    champion: champion(),
    verdicts: [passed],
    ...change,
  });
}

type Edited = Pick<VersionFacts, 'metrics' | 'params' | 'tags' | 'datasets'> & {
  readonly verdicts: readonly Verdict[];
};

const otherPolicy = lane({ digest: digest('d') });
const watched = { exclude: ['requester', 'run-author'] as const, digest: digest('c') };

const changes: readonly [what: string, change: Partial<Gathered>, lines: string[]][] = [
  ['nothing', {}, []],
  ['a warning that became a block', { verdicts: [{ ...passed, status: 'fail' }] }, ['gate auc ≥ 0.80: pass → fail']],
  [
    'a gate that was turned off',
    { verdicts: [{ ...passed, status: 'off', mode: 'off' }] },
    ['gate auc ≥ 0.80: pass → off', 'gate auc ≥ 0.80 is off now'],
  ],
  [
    'a metric',
    { candidate: facts({ metrics: [measured('auc', 0.859), measured('loss', 0.31)] }) },
    ['`auc` 0.861 → 0.859'],
  ],
  [
    'a metric in its sixth digit',
    { candidate: facts({ metrics: [measured('auc', 0.861001), measured('loss', 0.31)] }) },
    ['`auc` 0.861 → 0.861001'],
  ],
  [
    'a metric that became NaN',
    { candidate: facts({ metrics: [measured('auc', 'NaN'), measured('loss', 0.31)] }) },
    ['`auc` 0.861 → NaN'],
  ],
  [
    'metrics that came and went',
    { candidate: facts({ metrics: [measured('auc', 0.861), measured('f1', 0.5)] }) },
    ['`f1` added (0.50)', '`loss` is gone'],
  ],
  ['the champion', { champion: champion({ version: Version.parse('13') }) }, ['champion v12 → v13']],
  ['no champion any more', { champion: null }, ['champion v12 → none']],
  [
    'the champion’s metric',
    { champion: champion({ metrics: [measured('auc', 0.9), measured('loss', 0.3)] }) },
    ["the champion's `auc` 0.852 → 0.90"],
  ],
  ['the champion’s schema', { champion: champion({ schema: null }) }, ["the champion's schema changed"]],
  [
    'the version',
    { candidate: facts({ version: Version.parse('15') }) },
    ['candidate mlflow/churn v14 → mlflow/churn v15'],
  ],
  [
    'the files',
    { candidate: facts({ artifacts: { ...facts().artifacts, digest: digest('e') } }) },
    ['model files aaaaaaa → eeeeeee'],
  ],
  ['the commit', { candidate: withRun({ commit: 'ffffffffff' }) }, ['commit a1b2c3d → fffffff']],
  ['the run', { candidate: withRun({ id: 'run-15' }) }, ['run run-14 → run-15']],
  ['the schema', { candidate: facts({ schema: null }) }, ['schema changed']],
  [
    'a parameter',
    { candidate: facts({ params: { depth: '7', eta: '0.1' } }) },
    ['parameter `depth` 6 → 7', 'parameter `eta` added (0.1)'],
  ],
  [
    'a long value, changed at its end',
    { candidate: facts({ params: { depth: '6', a: 'x'.repeat(60) } }) },
    [`parameter \`a\` added (${'x'.repeat(39)}…)`],
  ],
  ['a tag', { candidate: facts({ tags: {} }) }, ['tag `team` is gone']],
  [
    'a tag of the run',
    { candidate: withRun({ tags: { 'mlflow.runName': 'sad-owl' } }) },
    ['run tag `mlflow.runName` brave-owl → sad-owl'],
  ],
  [
    'a data set',
    { candidate: facts({ datasets: [{ name: 'october', digest: 'ffffffff', context: 'training' }] }) },
    ['data `october (training)` d0c70be → fffffff'],
  ],
  ['the description', { candidate: facts({ description: '' }) }, ['description edited']],
  ['a verdict', { verdicts: [{ ...passed, status: 'fail' }] }, ['gate auc ≥ 0.80: pass → fail']],
  [
    'a bound',
    { policy: otherPolicy, verdicts: [{ ...passed, gate: 'auc ≥ 0.82' }] },
    ['policy changed: gate auc ≥ 0.80 → auc ≥ 0.82'],
  ],
  [
    'a new gate',
    { policy: otherPolicy, verdicts: [passed, { ...passed, gate: 'loss ≤ 1' }] },
    ['policy changed: gate none → loss ≤ 1'],
  ],
  ['a gate taken out', { policy: otherPolicy, verdicts: [] }, ['policy changed: gate auc ≥ 0.80 → none']],
  ['the policy beside its gates', { policy: otherPolicy }, ['policy changed']],
  ['the kind', { kind: 'rollback' }, ['request promotion churn → production → rollback churn → production']],
];

test.each(changes)('says %s', (_, change, lines) => {
  expect(differences(evidence(), evidence(change))).toEqual(lines);
});

test('says whom an identity names now', () => {
  const before = evidence({ policy: lane(watched) });
  const after = evidence({ policy: lane({ ...watched, people: { 'pat@corp.example': PersonId.parse('U0PAT') } }) });
  expect(differences(before, after)).toEqual(['who counts: `run-author` unknown → U0PAT']);
});

test('hundreds of changes fold to a count, those of champion and policy first', () => {
  const params = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`p${index}`, '1']));
  const lines = differences(
    evidence(),
    evidence({ candidate: facts({ params }), champion: null, policy: otherPolicy }),
  );
  expect(lines).toHaveLength(21);
  expect(lines.slice(0, 2)).toEqual(['champion v12 → none', 'policy changed']);
  expect(lines.at(-1)).toBe('283 more differences');
});

test('values that differ only beyond what is shown still differ', () => {
  const long = (end: string) => evidence({ candidate: facts({ params: { depth: '6', a: 'x'.repeat(60) + end } }) });
  expect(differences(long('1'), long('2'))).toEqual(['parameter `a` changed']);
});

test('there is a line whenever the digest changed, and none when it did not', () => {
  const value = fc.constantFrom<number | 'NaN'>(0.1, 0.2, 'NaN');
  const dataset = fc.constantFrom(null, { name: 'a', digest: '1' }, { name: 'a', digest: '2' });
  const entries = fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2', 'x'.repeat(50), 'x'.repeat(51)));
  const data = fc.record({
    name: fc.constantFrom('a', 'b'),
    digest: fc.constantFrom('1', '2', '12345678', '12345679'),
    context: fc.constantFrom(null, 'training'),
  });
  const verdict = fc.record({
    gate: fc.constantFrom('a ≥ 1', 'a ≥ 2', 'b'),
    status: fc.constantFrom('pass' as const, 'fail' as const),
    reason: fc.constant(''),
    cure: fc.constant(null),
  });
  const metrics = fc.array(fc.record({ name: fc.constantFrom('auc', 'f1'), value, dataset }), { maxLength: 3 });
  const parts = { metrics, params: entries, tags: entries, datasets: fc.array(data, { maxLength: 3 }) };
  const version = fc.record({ ...parts, verdicts: fc.array(verdict, { maxLength: 3 }) });
  const of = ({ verdicts, ...change }: Edited) =>
    evidence({ candidate: facts(change), verdicts, champion: champion({ metrics: change.metrics }) });
  const edit = fc.record({ ...parts, verdicts: fc.array(verdict, { maxLength: 3 }) }, { requiredKeys: [] });
  fc.assert(
    fc.property(version, edit, (before, after) => {
      const [one, other] = [of(before), of({ ...before, ...after })];
      expect(differences(one, other).length === 0).toBe(digestOf(one) === digestOf(other));
    }),
    { numRuns: 5_000 },
  );
});

test('a gate whose weight changed is named with what it does now', () => {
  const warns = evidence({ verdicts: [{ ...passed, status: 'fail', mode: 'warn', until: 1 }] });
  const blocks = evidence({ verdicts: [{ ...passed, status: 'fail' }] });
  expect(differences(warns, blocks)).toEqual(['gate auc ≥ 0.80 blocks now']);
  expect(differences(blocks, warns)).toEqual(['gate auc ≥ 0.80 only warns now']);
});

test('python, requirements and the champion’s side are told where both were recorded', () => {
  const on = (python: string, sklearn: string) =>
    facts({ environment: { python, requirements: { sklearn, pandas: null } } });
  expect(differences(evidence({ candidate: on('3.11', '1.5') }), evidence({ candidate: on('3.12', '1.6') }))).toEqual([
    'python 3.11 → 3.12',
    'requirement `sklearn` 1.5 → 1.6',
  ]);
  const depth = evidence({ champion: champion({ params: { depth: '9' } }) });
  expect(differences(evidence(), depth)[0]).toMatch(/^the champion's parameter `depth` .*9/);
});

test('what an older Signalbox did not record is said to be new, and nothing else', () => {
  const { commit: _, params: __, datasets: ___, ...older } = evidence().champion ?? { version: Version.parse('1') };
  const before = { ...evidence(), champion: { metrics: [], schema: null, ...older } };
  expect(differences(before, evidence())).toEqual(['more is recorded now than when this was read first']);
});
