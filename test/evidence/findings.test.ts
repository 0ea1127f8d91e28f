import { expect, test } from 'vitest';
import { type Found, findingsOf } from '../../src/evidence/findings.ts';
import { safeUrl } from '../../src/evidence/links.ts';
import { Findings } from '../../src/release/evidence.ts';
import { champion, facts, measured, withRun } from './facts.ts';

function found(change: Partial<Found> = {}): Findings {
  const named = [{ name: 'auc', direction: 'higher' as const }];
  return findingsOf({ candidate: facts(), champion: champion(), verdicts: [], named, ...change });
}

test('what is found has the form that is stored', () => {
  expect(Findings.parse(found())).toEqual(found());
});

test('metrics: the first that a gate names, then what got worse, then what is gone, then the others', () => {
  const candidate = facts({ metrics: ['a', 'auc', 'b', 'late', 'z'].map((name) => measured(name, 0.5)) });
  const live = champion({ metrics: [measured('late', 0.4), measured('auc', 0.4), measured('old', 1)] });
  const named = [
    { name: 'auc', direction: 'higher' as const },
    { name: 'late', direction: 'lower' as const },
  ];
  const { metrics, moreMetrics } = found({ candidate, champion: live, named });
  expect(metrics.map(({ name }) => name)).toEqual(['auc', 'late', 'old', 'a', 'b']);
  expect(moreMetrics).toBe(1);
  expect(metrics.map(({ primary }) => primary)).toEqual([true, false, false, false, false]);
  expect(metrics[1]).toEqual({ name: 'late', candidate: 0.5, champion: 0.4, direction: 'lower', primary: false });
  expect(metrics[2]).toMatchObject({ candidate: null, champion: 1, direction: 'unknown' });
});

test('a metric of several data sets says on which', () => {
  const on = (name: string) => measured('auc', 0.8, { name, digest: name });
  const { metrics } = found({ candidate: facts({ metrics: [on('train'), on('holdout')] }), champion: null });
  expect(metrics.map(({ name }) => name)).toEqual(['auc on holdout', 'auc on train']);
});

test('a pattern tells where better lies for all that match it, and is never the metric that matters most', () => {
  const slices = ['recall/eu', 'recall/us', 'auc'].map((name) => measured(name, 0.5));
  const named = [
    { name: 'recall/*', direction: 'higher' as const },
    { name: 'auc', direction: 'higher' as const },
  ];
  const { metrics } = found({ candidate: facts({ metrics: slices }), champion: null, named });
  expect(metrics.map(({ name, direction, primary }) => [name, direction, primary])).toEqual([
    ['auc', 'higher', true],
    ['recall/eu', 'higher', false],
    ['recall/us', 'higher', false],
  ]);
});

test('of numbers that were measured on different data, neither is better', () => {
  const on = (value: number, digest: string) => ({ metrics: [measured('auc', value, { name: 'holdout', digest })] });
  const directions = (digest: string) =>
    found({ candidate: facts(on(0.9, 'a')), champion: champion(on(0.8, digest)) }).metrics[0]?.direction;
  expect([directions('a'), directions('b')]).toEqual(['higher', 'unknown']);
});

test('a number that became NaN got worse', () => {
  const candidate = facts({ metrics: [measured('a', 1), measured('z', 'NaN')] });
  const { metrics } = found({ candidate, champion: champion({ metrics: [measured('a', 1), measured('z', 1)] }) });
  expect(metrics.map(({ name }) => name)).toEqual(['z', 'a']);
});

const changes: readonly [what: string, change: Partial<Found>, lines: string[]][] = [
  ['nothing', {}, ['commit same (a1b2c3d)', 'schema same', 'data same']],
  [
    'another commit',
    { champion: withRun({ commit: 'ffffffff' }, champion()) },
    ['commit fffffff → a1b2c3d', 'schema same', 'data same'],
  ],
  [
    'work that was never committed',
    { candidate: withRun({ dirty: true }) },
    ['commit same (a1b2c3d) with uncommitted changes', 'schema same', 'data same'],
  ],
  ['no commit known', { candidate: withRun({ commit: null }) }, ['commit unknown', 'schema same', 'data same']],
  [
    'another schema',
    { champion: champion({ schema: { inputs: null, outputs: '[]', params: null } }) },
    ['commit same (a1b2c3d)', 'schema changed', 'data same'],
  ],
  ['no schema', { candidate: facts({ schema: null }) }, ['commit same (a1b2c3d)', 'no schema logged', 'data same']],
  [
    'other data',
    { champion: champion({ datasets: [{ name: 'october', digest: 'ffffffff', context: 'training' }] }) },
    ['commit same (a1b2c3d)', 'schema same', 'data `october (training)` fffffff → d0c70be'],
  ],
  [
    'a parameter',
    { champion: champion({ params: { depth: '5' } }) },
    ['commit same (a1b2c3d)', 'schema same', 'data same', 'parameter `depth` 5 → 6'],
  ],
  [
    'another commit, counted',
    { champion: withRun({ commit: 'ffffffff' }, champion()), commits: 7 },
    ['7 commits (fffffff → a1b2c3d)', 'schema same', 'data same'],
  ],
  [
    'one commit',
    { champion: withRun({ commit: 'ffffffff' }, champion()), commits: 1 },
    ['1 commit (fffffff → a1b2c3d)', 'schema same', 'data same'],
  ],
  [
    'an older commit, of which the champion has all',
    { champion: withRun({ commit: 'ffffffff' }, champion()), commits: 0 },
    ['commit fffffff → a1b2c3d', 'schema same', 'data same'],
  ],
  [
    'what it runs in',
    {
      candidate: facts({
        environment: { python: '3.12', requirements: { 'scikit-learn': '1.6', numpy: '2', new: null } },
      }),
      champion: champion({
        environment: { python: '3.11', requirements: { 'scikit-learn': '1.5', numpy: '2', old: '1' } },
      }),
    },
    [
      'commit same (a1b2c3d)',
      'schema same',
      'data same',
      'python 3.11 → 3.12',
      'new added (not pinned)',
      'old is gone',
      'scikit-learn 1.5 → 1.6',
    ],
  ],
  [
    'the same environment',
    {
      candidate: facts({ environment: { python: '3.12', requirements: { numpy: '2' } } }),
      champion: champion({ environment: { python: '3.12', requirements: { numpy: '2' } } }),
    },
    ['commit same (a1b2c3d)', 'schema same', 'data same'],
  ],
  [
    'an environment that one side does not name',
    { candidate: facts({ environment: { python: '3.12', requirements: { numpy: '2' } } }) },
    ['commit same (a1b2c3d)', 'schema same', 'data same'],
  ],
  ['the first version here', { champion: null }, ['commit a1b2c3d', 'data `october (training)` d0c70be']],
];

test.each(changes)('changes: %s', (_, change, lines) => {
  expect(found(change).changes).toEqual(lines);
});

test('many packages fold to a count', () => {
  const pinned = (version: string) => ({
    python: '3.12',
    requirements: Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`p${index}`, version])),
  });
  const candidate = facts({ environment: pinned('2') });
  const lines = found({ candidate, champion: champion({ environment: pinned('1') }) }).changes.slice(3);
  expect(lines).toEqual([...[0, 1, 2, 3, 4].map((at) => `p${at} 1 → 2`), '3 more packages differ']);
});

test('many parameters fold to a count', () => {
  const params = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`p${index}`, '1']));
  const lines = found({ candidate: facts({ params }), champion: champion({ params: {} }) }).changes;
  expect(lines.slice(-2)).toEqual(['parameter `p4` added (1)', '3 more parameters differ']);
});

test('many data sets fold to a count', () => {
  const datasets = Array.from({ length: 9 }, (_, index) => ({ name: `d${index}`, digest: 'ffffffff', context: null }));
  expect(found({ candidate: facts({ datasets }), champion: null }).changes.slice(-2)).toEqual([
    'data `d4` fffffff',
    '4 more data sets',
  ]);
});

test('links lead to version, run, commit and comparison, whatever way the repository is written', () => {
  for (const repository of [
    'https://git.example/team/churn.git',
    'git@git.example:team/churn.git',
    'ssh://git@git.example/team/churn.git',
    'https://bot:secret@git.example/team/churn/',
  ]) {
    const candidate = withRun({ repository });
    const live = withRun({ repository, commit: 'ffffffff' }, champion());
    expect(found({ candidate, champion: live }).links).toEqual([
      { label: 'version', url: 'https://mlflow.example/#/models/churn/versions/14' },
      { label: 'run', url: 'https://mlflow.example/#/runs/run-14' },
      { label: 'commit', url: 'https://git.example/team/churn/commit/a1b2c3d4e5f60718293a4b5c6d7e8f9001020304' },
      {
        label: 'compare',
        url: 'https://git.example/team/churn/compare/ffffffff...a1b2c3d4e5f60718293a4b5c6d7e8f9001020304',
      },
    ]);
  }
});

test('a commit that is no commit makes no link', () => {
  const labels = found({ candidate: withRun({ commit: '../../evil' }) }).links.map(({ label }) => label);
  expect(labels).toEqual(['version', 'run']);
});

const urls: readonly [text: string, url: string | null][] = [
  ['https://mlflow.example/x', 'https://mlflow.example/x'],
  ['http://127.0.0.1:5001/x', 'http://127.0.0.1:5001/x'],
  ['http://localhost:5001/', 'http://localhost:5001/'],
  ['http://[::1]:5001/', 'http://[::1]:5001/'],
  ['http://mlflow.example/x', null],
  ['http://127.0.0.1.evil.example/', null],
  ['javascript:alert(1)', null],
  ['file:///etc/passwd', null],
  ['slack://open', null],
  ['nothing', null],
  ['https://user:secret@mlflow.example/', 'https://mlflow.example/'],
];

test.each(urls)('the link %s becomes %s', (text, url) => {
  expect(safeUrl(text)).toBe(url);
});
