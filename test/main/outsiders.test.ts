import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { startGitHub } from '../../sandbox/github/server.ts';
import { addRepository, emptyWorld } from '../../sandbox/github/world.ts';
import { connectOutsiders } from '../../src/main/outsiders.ts';
import { parsePolicy } from '../../src/policy/parse.ts';
import { virtualClock } from '../fakes/clock.ts';
import { silent } from '../fakes/log.ts';
import { memoryTexts } from '../fakes/texts.ts';

const commit = 'a'.repeat(40);
const risk = '      - { http: "https://risk.example/check", name: risk, secret: env:RISK_SECRET }';

function policy({ git = '', gates = '      - { metric: auc, min: 0.80 }' }) {
  const parsed = parsePolicy(
    `admin: C0ADMIN
${git}environments:
  production: { registry: main, channel: C0PROD, approvals: none }
registries:
  main: { kind: mlflow, url: "http://127.0.0.1:5000" }
models:
  churn:
    owner: U0ADA
    path: [production]
    gates:
${gates}
`,
    'policy.yaml',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}

const outsiders = (written: Parameters<typeof policy>[0]) =>
  connectOutsiders({ policy: policy(written), texts: memoryTexts(), clock: virtualClock(Date.now()).now, log: silent });
const call = { deadline: Number.MAX_SAFE_INTEGER };

beforeEach(() => {
  vi.stubEnv('GITHUB_TOKEN', 'plain');
  vi.stubEnv('RISK_SECRET', 'new, old');
});
afterEach(() => vi.unstubAllEnvs());

test('GitHub is asked as the policy says, with the token of the environment; green is remembered', async () => {
  const world = emptyWorld();
  world.tokens.set('plain', []);
  const repository = addRepository(world, 'acme/churn', [commit]);
  repository.runs.set(commit, [{ name: 'test', status: 'completed', conclusion: 'success' }]);
  const github = await startGitHub(world);
  onTestFinished(() => github.stop());
  const git = `git: { github: { api: "${github.url}", token: env:GITHUB_TOKEN, repositories: ["acme/*"] } }\n`;
  const { git: host } = outsiders({ git });
  const ask = (fresh: 'cached' | 'fresh') => host(fresh).checks(`${github.url}/acme/churn`, commit, call);
  for (const fresh of ['cached', 'cached', 'fresh'] as const)
    expect(await ask(fresh)).toMatchObject([{ name: 'test', state: 'success' }]);
  expect(github.asked).toHaveLength(4);
});

test('without a git host in the policy nothing is known of commits', async () => {
  expect(await outsiders({}).git('fresh').checks('https://github.com/acme/churn', commit, call)).toBeNull();
});

test('of a secret that is being changed the new value signs', () => {
  expect(outsiders({ gates: risk }).secret('env:RISK_SECRET')).toBe('new');
});

test('secrets that the environment lacks are all named at once', () => {
  vi.stubEnv('GITHUB_TOKEN', '');
  vi.stubEnv('RISK_SECRET', '');
  const git = 'git: { github: { token: env:GITHUB_TOKEN, repositories: ["acme/*"] } }\n';
  expect(() => outsiders({ git, gates: risk })).toThrow(
    expect.objectContaining({
      code: 'config_invalid',
      details: { problems: [expect.stringContaining('GITHUB_TOKEN'), expect.stringContaining('RISK_SECRET')] },
    }),
  );
});

test('a secret that the policy does not name is not told', () => {
  expect(() => outsiders({}).secret('env:SLACK_BOT_TOKEN')).toThrow(
    expect.objectContaining({ code: 'config_invalid' }),
  );
});
