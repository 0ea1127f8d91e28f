import { expect, test } from 'vitest';
import { gatesOf } from '../../src/gates/table.ts';
import { Gate } from '../../src/policy/gate-schema.ts';
import { lanePolicy } from '../../src/policy/lane-policy.ts';
import { checkPolicy, parsePolicy } from '../../src/policy/parse.ts';
import { profiles } from '../../src/policy/profiles/table.ts';
import { addOns, templates } from '../../src/policy/templates/table.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';

/** A model of its own file, with everything else as plain as it can be. */
function file(model: string, root = '', production = 'approvals: none'): string {
  return `admin: C0ADMIN
${root}
groups: { reviewers: [U0R1], platform: [U0P1] }
environments:
  staging: { registry: m, channel: C0S, approvals: none, name: "staging.{model}" }
  production: { registry: m, channel: C0P, ${production} }
registries: { m: { kind: mlflow, url: "https://m.example" } }
models:
  churn: { owner: U0O, path: [staging, production], ${model} }
`;
}

function lane(text: string, environment = 'production'): LanePolicy {
  const parsed = parsePolicy(text, 'policy.yaml');
  if (!parsed.ok) throw new Error(parsed.problems.map(({ words }) => words).join('\n'));
  return lanePolicy(parsed.policy, 1, 'churn', environment);
}

function labels(text: string): string[] {
  const { gates } = lane(text);
  return gatesOf(gates).map(({ label }, at) => (gates[at]?.mode ? `${label} (${gates[at].mode.kind})` : label));
}

function words(text: string): string[] {
  return checkPolicy(text, 'policy.yaml', 0).map((problem) => problem.words);
}

const all = [...Object.entries(templates), ...Object.entries(addOns)];

test.each(all)(
  '%s: told what it needs, it makes gates that can be made; each that is missing is told',
  (name, { needs }) => {
    const isTemplate = Object.hasOwn(templates, name);
    const about = (left: string) =>
      Object.entries(needs)
        .filter(([key]) => key !== left)
        .map(([key, example]) => `${key}: ${example}`)
        .join(', ');
    const model = (left: string) =>
      isTemplate ? `template: ${name}, about: { ${about(left)} }` : `with: [${name}], about: { ${about(left)} }`;
    expect(words(file(model('')))).toEqual([]);
    expect(labels(file(model(''))).length).toBeGreaterThan(1);
    for (const key of Object.keys(needs))
      expect(words(file(model(key)))).toEqual([expect.stringContaining(`\`${name}\` needs to be told \`${key}\``)]);
  },
);

test('names of gates are told apart, so that `loosen` means one of them', () => {
  const about = {
    primary: 'a',
    slices: 's/*',
    latency: 'l',
    'max-latency': 1,
    cost: 'c',
    'max-cost': 1,
    groundedness: 'g',
    'min-groundedness': 1,
    'data-age': '7d',
  };
  const standing = { isLast: true, before: 'staging', owner: ['U0O'] };
  for (const template of Object.values(templates))
    for (const addOn of Object.values(addOns))
      for (const profile of Object.values(profiles)) {
        const given = [template.gates(about), addOn.gates(about), profile.gates(standing)].map(Object.entries);
        for (const [, gate] of given.flat()) expect(Gate.safeParse(gate).error?.issues ?? []).toEqual([]);
        const names = given.map((gates) =>
          gates.map(([gate]) => gate).filter((gate) => !['schema', 'latency'].includes(gate)),
        );
        expect(new Set(names.flat()).size).toBe(names.flat().length);
      }
});

const classification = 'template: classification, about: { primary: auc, slices: "recall/*" }';

test('a model adds to its template, tightens it in place, and the stricter of two that are given holds', () => {
  expect(labels(file(classification))).toEqual([
    'auc not worse than live',
    expect.stringContaining('recall/*'),
    'labels same as live',
    'schema fits those who call it',
    expect.stringContaining('documented'),
  ]);
  expect(labels(file(`${classification}, gates: [{ improves: auc, by: 0.01 }, { size: 1GB }]`))).toEqual([
    'auc up by ≥ 0.01',
    expect.stringContaining('recall/*'),
    'labels same as live',
    'schema fits those who call it',
    expect.stringContaining('documented'),
    expect.stringContaining('1'),
  ]);
  expect(labels(file(`${classification}, with: [batch]`))).toContain('schema same as live');
});

test('what is loosened is off with its reason, or replaced by what the model writes; unsaid it is an error', () => {
  const loosen = 'loosen: [{ gate: labels, because: "one more class" }]';
  expect(labels(file(`${classification}, ${loosen}`))).toContain('labels same as live (off)');
  expect(lane(file(`${classification}, ${loosen}`)).gates).toContainEqual({
    kind: 'labels',
    labels: 'same',
    mode: { kind: 'off', because: 'one more class' },
  });
  const slack = 'gates: [{ not-worse: "recall/*", tolerance: 0.05 }]';
  expect(words(file(`${classification}, ${slack}`))).toEqual([expect.stringContaining('is looser than')]);
  const said = 'loosen: [{ gate: slices, because: "small slices" }]';
  expect(lane(file(`${classification}, ${slack}, ${said}`)).gates).toContainEqual(
    expect.objectContaining({ kind: 'not-worse', tolerance: 0.05 }),
  );
  expect(labels(file(`${classification}, gates: [{ labels: same, mode: off, because: "x" }]`))).toContain(
    'labels same as live (off)',
  );
});

test('what several want documented is one gate that asks for all of it', () => {
  const own = 'gates: [{ documented: { tags: [owner], params: seed, description: { min: 40 } } }]';
  const { gates } = lane(file(`${classification}, with: [batch], profile: regulated, ${own}`, '', ''));
  expect(gates.filter(({ kind }) => kind === 'documented')).toEqual([
    {
      kind: 'documented',
      documented: {
        params: ['seed'],
        tags: [
          'dataset_version',
          'feature_set_version',
          'schedule_dependency',
          'output_version',
          'backfill_plan',
          'owner',
        ],
        artifacts: ['*confusion_matrix*', '*errors*'],
        description: { min: 40 },
        datasets: true,
        'model-card': ['intended_use', 'limitations', 'training_data'],
      },
    },
  ]);
});

test('profiles fill what the file leaves out, and nothing else', () => {
  const small = lane(file('profile: small', '', ''));
  expect(small).toMatchObject({ approvals: [{ from: ['U0O'], min: 1 }], checklist: {}, expiresMs: 7 * 86_400_000 });
  const team = lane(file('profile: team', '', ''));
  expect(team).toMatchObject({ approvals: [{ from: ['reviewers'], min: 1 }], exclude: ['requester', 'run-author'] });
  expect(team.checklist['reviewers']).toHaveLength(2);
  const regulated = lane(file('profile: regulated', '', ''));
  expect(regulated.approvals).toEqual([
    { from: ['reviewers'], min: 1, required: false },
    { from: ['platform'], min: 1, required: true },
  ]);
  expect(regulated.gates).toContainEqual({ kind: 'soak', soak: '24h', in: 'staging' });
  const explicit = lane(
    file('profile: team', '', 'approvals: [{ from: [platform], min: 1 }], expires: 1h, exclude: []'),
  );
  expect(explicit).toMatchObject({
    approvals: [{ from: ['platform'], min: 1 }],
    expiresMs: 3_600_000,
    exclude: ['requester'],
    checklist: {},
  });
});

test('what is live is evaluated again after what the file says, else the profile at the end of a path', () => {
  const day = 86_400_000;
  const at = (own: string, here = 'notice: one', environment = 'production') =>
    lane(file(own, '', here), environment).reevaluateMs;
  expect(at('profile: small')).toBeNull();
  expect(at('profile: team')).toBe(180 * day);
  expect(at('profile: regulated')).toBe(90 * day);
  expect(at('profile: regulated', undefined, 'staging')).toBeNull();
  expect(at('profile: regulated', 're-evaluate: 30d')).toBe(30 * day);
  expect(at('profile: regulated, re-evaluate: none', 're-evaluate: 30d')).toBeNull();
  expect(at('opens: never', 'approvals: none')).toBeNull();
});

test('the file’s profile is for every model that has none of its own', () => {
  expect(lane(file('opens: never', 'profile: team', '')).approvals).toEqual([
    { from: ['reviewers'], min: 1, required: false },
  ]);
  expect(lane(file('profile: small', 'profile: team', '')).approvals).toEqual([
    { from: ['U0O'], min: 1, required: false },
  ]);
});

test('before the end of a path nobody has to approve, unless it is regulated', () => {
  const at = (profile: 'small' | 'team' | 'regulated') =>
    profiles[profile].approvals({ isLast: false, before: null, owner: ['U0O'] });
  expect([at('small'), at('team'), at('regulated')]).toEqual([
    'none',
    'none',
    [{ from: ['reviewers'], min: 1, required: false }],
  ]);
});
