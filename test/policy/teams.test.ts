import { expect, test } from 'vitest';
import { bundleOf } from '../../src/policy/bundle.ts';
import { policyDifference } from '../../src/policy/difference.ts';
import { envNames } from '../../src/policy/env-names.ts';
import { explained } from '../../src/policy/explain.ts';
import { lanePolicy, lanesOf } from '../../src/policy/lane-policy.ts';
import { inspectPolicy, type ReadPolicy } from '../../src/policy/parse.ts';
import { changedRich, growth, platform } from './rich.ts';

const now = Date.UTC(2026, 10, 22);
const hour = 3_600_000;

function rich(piece?: string, by?: string): ReadPolicy {
  const { read, problems } = inspectPolicy(changedRich(piece, by), 'policy.yaml', now);
  if (read === null) throw new Error(problems.map(({ words }) => words).join('\n'));
  return read;
}

function lane(model = 'churn', environment = 'production', read = rich()) {
  return lanePolicy(read.policy, 1, model, environment);
}

test('the models of all files are one policy, each with its own file’s rules', () => {
  expect(lanesOf(rich().policy).map((one) => one.lane)).toEqual([
    'fraud/production',
    'churn/staging',
    'churn/production',
  ]);
});

test('a team’s model has the team’s owner and channel, and only adds to what has to be approved', () => {
  expect(lane()).toMatchObject({ team: 'growth', owner: ['@growth-ml'], channel: 'C0GROWTH' });
  expect(lane('churn', 'staging')).toMatchObject({ team: 'growth', channel: 'C0STAGING', approvals: 'none' });
  expect(lane('fraud')).toMatchObject({ team: null, owner: ['platform'], channel: 'C0PROD' });
  expect(lane().approvals).toEqual([
    { from: ['reviewers'], min: 1, required: false },
    { from: ['platform'], min: 1, required: true },
    { from: ['growth-leads'], min: 1, required: false },
  ]);
  expect(lane().checklist).toEqual({ reviewers: ['Looked at the errors'], 'growth-leads': ['Told the call centre'] });
});

test('floors add to what is excluded and to the gates, and hold where nothing else is said', () => {
  expect(lane().exclude).toEqual(['requester', 'run-author', 'commit-author']);
  expect(lane().gates).toContainEqual({ kind: 'metric', metric: 'auc', min: 0.75 });
  expect(lane('fraud').gates.filter(({ kind }) => kind === 'metric')).toEqual([
    { kind: 'metric', metric: 'auc', min: 0.8 },
  ]);
  const open = rich('    expires: 48h\n', '');
  expect(lane('churn', 'production', open).expiresMs).toBe(72 * hour);
  expect(lane('fraud', 'production', open).expiresMs).toBe(48 * hour);
});

test('a template’s looser gate gives way to the floor’s, also where the model loosened it', () => {
  const floor = '      - { metric: auc, min: 0.75 }';
  const loosened = rich(floor, '      - { labels: same }');
  expect(lane('churn', 'production', loosened).gates).toContainEqual({ kind: 'labels', labels: 'same' });
  const stricter = rich(floor, '      - { schema: same }');
  expect(lane('churn', 'production', stricter).gates.filter(({ kind }) => kind === 'schema')).toEqual([
    { kind: 'schema', schema: 'same' },
  ]);
});

test.each([
  ['`loosen`', '{ gate: labels, because: "one more class" }', '{ gate: reproducible, because: "later" }'],
  [
    '`loosen` of what stands beside itself',
    '{ gate: labels, because: "one more class" }',
    '{ gate: basics, because: "later" }',
  ],
])('%s takes nothing from the profile that a floor names', (_, piece, by) => {
  const asked = ({ mode, ...config }: { mode?: unknown }) => (mode === undefined ? [JSON.stringify(config)] : []);
  const [before, after] = [rich(piece, '{ gate: slices, because: "later" }'), rich(piece, by)].map((read) =>
    lane('churn', 'production', read).gates.filter(({ kind }) => kind !== 'not-worse'),
  );
  const documented = after?.find(({ kind, mode }) => kind === 'documented' && mode === undefined);
  expect(documented?.['documented']).toMatchObject({
    tags: expect.arrayContaining(['dataset_version']),
    description: true,
  });
  const others = before?.filter(({ kind }) => kind !== 'documented').flatMap(asked) ?? [];
  expect(others).toContain(JSON.stringify({ reproducible: true, kind: 'reproducible' }));
  expect(after?.flatMap(asked)).toEqual(expect.arrayContaining(others));
});

test('a gate of the profile that a floor names cannot be turned off, and the floor says so', () => {
  const off = '{ reproducible: true, mode: off, because: "later" }';
  const { problems } = inspectPolicy(changedRich('{ latency: p95_ms, max: 40 }', off), 'policy.yaml', now);
  expect(problems.map(({ words }) => words)).toEqual([expect.stringContaining('of the floor of production')]);
});

test('a team says how its models are watched, and not what serves them', () => {
  const path = 'path: [staging, production]';
  const inProduction = (what: string) => {
    const text = changedRich(path, `${path}\n    in: { production: ${what} }`);
    return inspectPolicy(text, 'policy.yaml', now).problems.map(({ words }) => words);
  };
  expect(inProduction('{ watch: 10m }')).toEqual([]);
  expect(inProduction('{ serving: none }')).toEqual([expect.stringContaining('for the platform’s file to say')]);
});

test('a team’s check inside our network is asked where the platform’s file names its host', () => {
  const inside = '{ http: "http://risk.internal/check", private: allow }';
  const text = changedRich('{ latency: p95_ms, max: 40 }', inside);
  const allowed = rich('models: ["churn*", uplift] }', 'models: ["churn*", uplift], private-checks: ["*.internal"] }');
  expect(allowed.policy.teams['growth']).toMatchObject({ 'private-checks': ['*.internal'] });
  expect(inspectPolicy(text, 'policy.yaml', now).problems).toHaveLength(1);
  const both = bundleOf(
    {
      name: 'policy.yaml',
      text: platform.replace('"churn*", uplift]', '"churn*", uplift], private-checks: ["*.internal"]'),
    },
    [{ name: 'teams/growth.yaml', text: growth.replace('{ latency: p95_ms, max: 40 }', inside) }],
  );
  expect(inspectPolicy(both, 'policy.yaml', now).problems).toEqual([]);
});

test('a team’s file says what serves its models where the platform’s file lets it', () => {
  const serving = '    with: [realtime]\n    serving: { http: "https://deploy.example", secret: env:DEPLOY_SECRET }\n';
  const both = bundleOf(
    { name: 'policy.yaml', text: platform.replace('"churn*", uplift]', '"churn*", uplift], machinery: allow') },
    [{ name: 'teams/growth.yaml', text: growth.replace('    with: [realtime]\n', serving) }],
  );
  const { read, problems } = inspectPolicy(both, 'policy.yaml', now);
  expect(problems).toEqual([]);
  expect(read && lane('churn', 'production', read).serving).toMatchObject({
    kind: 'http',
    secret: 'env:DEPLOY_SECRET',
  });
});

test('a heavier profile than the floor’s asks nothing twice', () => {
  const heavier = rich('    loosen:\n', '    profile: regulated\n    loosen:\n');
  const places = lane('churn', 'production', heavier).gates.filter(({ kind }) => ['soak', 'passed-in'].includes(kind));
  expect(places).toEqual([{ kind: 'soak', soak: '24h', in: 'staging' }]);
});

test('of two gates of a model about the same thing none takes the place of the other', () => {
  const two = rich(
    '{ latency: p95_ms, max: 40 }',
    '{ latency: p95_ms, max: 20 }\n      - { latency: p95_ms, max: 45 }',
  );
  const latencies = lane('churn', 'production', two).gates.filter(({ kind }) => kind === 'latency');
  expect(latencies.map(({ max }) => max)).toEqual([20, 45]);
});

test('every part of the language reaches the lane', () => {
  expect(lane()).toMatchObject({
    mode: 'enforce',
    breakGlass: ['firefighters'],
    remindMs: [12 * hour, 48 * hour],
    calendar: [
      { kind: 'weekly', from: 4 * 1440 + 960, to: 480, zone: 'Europe/Berlin', why: 'nobody is here' },
      { kind: 'dates', from: '2026-12-20', to: '2027-01-03', zone: 'Europe/Berlin', why: 'end of the year' },
    ],
  });
  const fraud = lane('fraud');
  expect(fraud).toMatchObject({
    mode: 'advise',
    remindMs: [],
    show: [
      { artifact: 'confusion_matrix.png', rows: 10, beside: false },
      { artifact: 'errors.csv', rows: 5, beside: true },
    ],
  });
  expect(fraud.calendar).toHaveLength(6);
  expect(fraud.gates).toContainEqual({
    kind: 'latency',
    latency: 'p95_ms',
    max: 50,
    mode: { kind: 'warn', until: Date.UTC(2026, 11, 1) },
  });
  expect(fraud.gates).toContainEqual({
    kind: 'size',
    size: '500MB',
    mode: { kind: 'off', because: 'measured from next month' },
  });
  expect(lane('fraud').groups).toMatchObject({ reviewers: ['U0R1', 'pat@corp.example'], firefighters: ['U0F1'] });
  expect(envNames(rich().policy)).toEqual(['GITHUB_TOKEN']);
});

test.each([
  ['the calendar', 'why: "end of the year"', 'why: "holidays"', ['fraud', 'churn']],
  ['a reminder', 'remind: [12h, 2d]', 'remind: [12h]', ['churn']],
  ['a box', 'Told the call centre', 'Told everybody', ['churn']],
  ['a mode', 'mode: advise\n    remind', 'mode: enforce\n    remind', ['fraud']],
  ['a warning’s date', 'warn until 2026-12-01', 'warn until 2026-12-02', ['fraud']],
  ['a team’s channel', 'C0GROWTH', 'C0OTHER', ['churn']],
  ['a file that is shown', 'errors.csv', 'other.csv', ['fraud']],
  ['a secret’s name', 'env:GITHUB_TOKEN', 'env:OTHER', []],
])('%s is bound where it holds', (_, piece, by, models) => {
  const changed = policyDifference(rich(), rich(piece, by)).filter(
    ({ environment, voids }) => environment === 'production' && voids,
  );
  expect(changed.map(({ model }) => model)).toEqual(models);
});

test('what a change does is told line by line', () => {
  expect(policyDifference(rich(), rich())).toEqual([]);
  expect(policyDifference(rich(), rich('min: 0.80', 'min: 0.85'))).toEqual([
    {
      model: 'fraud',
      environment: 'production',
      kind: 'changed',
      before: ['gate: { metric: auc, min: 0.8 }'],
      after: ['gate: { metric: auc, min: 0.85 }'],
      voids: true,
    },
  ]);
  const other = policyDifference(rich(), rich('  fraud:\n', '  risk:\n'));
  expect(other.map(({ model, kind }) => `${model} ${kind}`)).toEqual(['risk new', 'fraud gone']);
  const members = policyDifference(rich(), rich('[U0G1, U0G2]', '[U0G1, U0G3]'));
  expect(members).toMatchObject([
    {
      model: 'churn',
      before: ['group growth-leads: U0G1, U0G2'],
      after: ['group growth-leads: U0G1, U0G3'],
      voids: true,
    },
  ]);
});

test('every line says where it comes from: a file and its line, a template, a profile, a floor, nobody', () => {
  const from = (model: string, environment = 'production') =>
    new Map(explained(rich(), model, environment).map((line) => [`${line.key}: ${line.text}`, line.from]));
  const churn = from('churn');
  expect(churn.get('owner: @growth-ml')).toBe('policy.yaml:25');
  expect(churn.get('channel: C0GROWTH')).toBe('policy.yaml:25');
  expect(churn.get('approvals: 1 of growth-leads')).toBe('teams/growth.yaml:15');
  expect(churn.get('approvals: 1 of platform; needed')).toBe('policy.yaml:13');
  expect(churn.get('exclude: requester, run-author, commit-author')).toBe('profile team, floor policy.yaml:29');
  expect(churn.get('gate labels: { labels: same, mode: off, because: one more class }')).toBe(
    'template classification, teams/growth.yaml:14',
  );
  expect(churn.get('gate: { latency: p95_ms, max: 40 }')).toBe('teams/growth.yaml:11');
  expect(churn.get('gate: { metric: auc, min: 0.75 }')).toBe('floor policy.yaml:35');
  expect(churn.get('gate reproducible: { reproducible: true }')).toBe('profile team');
  expect(churn.get('checklist: growth-leads: Told the call centre')).toBe('teams/growth.yaml:16');
  expect(churn.get('watch: 30m')).toBe('default');
  expect(from('churn', 'staging').get('approvals: none')).toBe('profile team');
  expect(from('fraud').get('calendar: Mon 16:00 - Tue 09:00 every week, Europe/Berlin: office hours')).toBe(
    'policy.yaml:43',
  );
});

test('dates that have passed are noted, and nothing else', () => {
  const notes = (at: number) =>
    inspectPolicy(changedRich(), 'policy.yaml', at).notes.map(({ line, words }) => `${line}: ${words}`);
  expect(notes(now)).toEqual([]);
  expect(notes(Date.UTC(2027, 0, 4))).toEqual([
    '47: the warning ended on 2026-12-01: this gate blocks now.',
    '20: this ended on 2027-01-03 and closes nothing any more.',
  ]);
});
