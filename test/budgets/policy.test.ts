import { expect, test } from 'vitest';
import { LineCounter, parseDocument } from 'yaml';
import { followPolicy, policyDigest } from '../../src/policy/active.ts';
import { lanePolicy, lanesOf } from '../../src/policy/lane-policy.ts';
import { checkPolicy, parsePolicy } from '../../src/policy/parse.ts';

const now = Date.UTC(2026, 10, 22);
const models = 1000;
const gates = [
  (at: number) => `{ metric: m${at}, min: 0.${50 + at} }`,
  (at: number) => `{ improves: m${at}, by: 0.00${at % 9} }`,
  (at: number) => `{ not-worse: "slice${at}/*", tolerance: 0.01 }`,
  (at: number) => `{ latency: l${at}, max: ${at}, mode: warn until 2026-12-01 }`,
];

/** A thousand models with twenty gates each; every number makes another text, so that none is known. */
function policy(number: number): string {
  const twenty = Array.from({ length: 20 }, (_, at) => `      - ${gates[at % 4]?.(at)}\n`).join('');
  const all = Array.from(
    { length: models },
    (_, at) => `  model-${at}:\n    owner: U0O\n    path: [staging, production]\n    gates:\n${twenty}`,
  );
  return `# ${number}
admin: C0ADMIN
groups: { reviewers: [U0A1, U0A2] }
environments:
  staging: { registry: m, channel: C0S, approvals: none, name: "staging.{model}" }
  production: { registry: m, channel: C0P, approvals: [{ from: [reviewers], min: 1 }] }
registries: { m: { kind: mlflow, url: "http://m" } }
models:
${all.join('')}`;
}

/** Milliseconds of the processor, which other programs on the machine do not take. */
function cost(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** What anybody has to do to read YAML with its lines. */
function yaml(text: string): void {
  parseDocument(text, { lineCounter: new LineCounter(), prettyErrors: false, stringKeys: true }).toJS();
}

function least(of: readonly number[]): number {
  return Math.min(...of);
}

test('1,000 models with 20 gates each: checked within 300 ms beyond reading the YAML', { timeout: 60_000 }, () => {
  const rounds = Array.from({ length: 5 }, (_, number) => {
    const text = policy(number);
    const read = cost(() => yaml(text));
    return { read, check: cost(() => expect(checkPolicy(text, 'policy.yaml', now)).toEqual([])) };
  });
  const beyond = least(rounds.map(({ check }) => check)) - least(rounds.map(({ read }) => read));
  expect(beyond).toBeLessThan(300);
});

test('a process that follows such a policy makes a lane when somebody asks for it, in a millisecond, and keeps it', async () => {
  const text = policy(99);
  const parsed = parsePolicy(text, 'policy.yaml');
  if (!parsed.ok) throw new Error('the policy is right');
  const document = { number: 1, digest: policyDigest(text), text };
  const following = await followPolicy({
    active: async () => document,
    number: async () => 1,
    propose: async () => null,
  });
  const one = cost(() => void following.lane('model-500', 'production'));
  expect(one).toBeLessThan(20);
  expect(following.lane('model-500', 'production')).toBe(following.lane('model-500', 'production'));
  expect(following.lane('model-1000', 'production')).toBeNull();
  const some = lanesOf(parsed.policy).slice(0, 500);
  const all = least(
    Array.from({ length: 3 }, () =>
      cost(() => void some.map(({ model, environment }) => lanePolicy(parsed.policy, 1, model, environment))),
    ),
  );
  expect(all / some.length).toBeLessThan(1);
});
