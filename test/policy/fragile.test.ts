import { expect, test } from 'vitest';
import { fragileRules } from '../../src/policy/fragile.ts';
import { parsePolicy } from '../../src/policy/parse.ts';
import { PersonId } from '../../src/release/ids.ts';
import type { Electorate } from '../../src/release/people.ts';

function policy(production: string) {
  const parsed = parsePolicy(
    `admin: C0ADMIN
groups: { reviewers: ["@reviewers"], platform: ["@platform"] }
environments:
  staging: { registry: m, channel: C0S, approvals: none, name: "staging.{model}" }
  production: { registry: m, channel: C0P, approvals: ${production} }
registries: { m: { kind: mlflow, url: "https://m.example" } }
models:
  churn: { owner: U0O, path: [staging, production] }
  fraud: { owner: U0O, path: [production] }
`,
    'policy.yaml',
  );
  if (!parsed.ok) throw new Error('the policy is right');
  return parsed.policy;
}

function people(reviewers: readonly string[], platform: readonly string[], gone: readonly string[] = []): Electorate {
  const [a, b] = [reviewers, platform].map((ids) => ids.map((id) => PersonId.parse(id)));
  const all = [...(a ?? []), ...(b ?? [])];
  return {
    standing: new Map(all.map((id) => [id, gone.includes(id) ? 'deactivated' : 'member'])),
    members: new Map([
      ['reviewers', a ?? []],
      ['platform', b ?? []],
    ]),
    unread: new Map(),
  };
}

const both = '[{ from: [reviewers], min: 1 }, { from: [platform], min: 1, required: true }]';

test.each([
  ['enough of both', both, people(['U0R1', 'U0R2'], ['U0P1', 'U0P2']), []],
  ['one of a group', both, people(['U0R1', 'U0R2'], ['U0P1']), [['U0P1']]],
  ['one of each', both, people(['U0R1'], ['U0P1']), [['U0R1', 'U0P1']]],
  ['two who are in both', both, people(['U0R1', 'U0R2'], ['U0R1', 'U0R2']), [['U0R1', 'U0R2']]],
  ['three who are in both', both, people(['U0R1', 'U0R2', 'U0R3'], ['U0R1', 'U0R2', 'U0R3']), []],
  ['one who has left', both, people(['U0R1', 'U0R2'], ['U0P1', 'U0P2'], ['U0P2']), [['U0P1']]],
  ['nobody', both, people(['U0R1', 'U0R2'], []), [[]]],
  ['two of two', '[{ from: [reviewers], min: 2 }]', people(['U0R1', 'U0R2'], []), [['U0R1', 'U0R2']]],
  ['either group', '[{ from: [reviewers, platform], min: 1 }]', people(['U0R1'], ['U0P1']), []],
])('%s', (_, approvals, electorate, without) => {
  const found = fragileRules(policy(approvals), electorate);
  expect(found.map((one) => one.without)).toEqual(without);
  for (const one of found) expect(one).toMatchObject({ environment: 'production', models: ['churn', 'fraud'] });
});
