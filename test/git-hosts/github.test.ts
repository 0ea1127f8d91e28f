import { expect, onTestFinished, test } from 'vitest';
import { startGitHub } from '../../sandbox/github/server.ts';
import { addRepository, type CheckRun, emptyWorld, type Status } from '../../sandbox/github/world.ts';
import { githubHost } from '../../src/git-hosts/github/github-host.ts';
import { githubHeaders } from '../../src/http/github.ts';
import { http } from '../../src/http.ts';
import { silent } from '../fakes/log.ts';

const sha = (digit: string) => digit.repeat(40);
const [first, second, third, side] = [sha('1'), sha('2'), sha('3'), sha('4')];
const soon = (ms = 30_000) => ({ deadline: Date.now() + ms });

/** Acme's repository with three commits on main and one beside them, and one that only `all-seeing` may see. */
async function github(options: { readonly token?: string; readonly patterns?: readonly string[] } = {}) {
  const { token = 'plain', patterns = ['acme/*'] } = options;
  const world = emptyWorld();
  world.tokens.set('plain', []);
  world.tokens.set('all-seeing', ['acme/secret']);
  const churn = addRepository(world, 'acme/churn', [first, second, third]);
  churn.parents.set(side, [first]);
  churn.branches.set('feature/side', side);
  const secret = addRepository(world, 'acme/secret', [first], true);
  const server = await startGitHub(world);
  onTestFinished(() => server.stop());
  const clock = { now: Date.now() };
  const client = http({
    baseUrl: server.url,
    auth: { kind: 'bearer', token },
    headers: githubHeaders,
    log: silent,
  });
  const web = new URL(server.url).origin;
  const host = githubHost({ http: client, repositories: patterns, now: () => clock.now });
  return { server, host, churn, secret, clock, at: (name: string) => `${web}/${name}` };
}

const run = (name: string, status: CheckRun['status'], conclusion: string | null = null): CheckRun => ({
  name,
  status,
  conclusion,
});
const status = (context: string, state: Status['state']): Status => ({ context, state });

test.each([
  ['queued', null, 'pending'],
  ['in_progress', null, 'pending'],
  ['completed', 'success', 'success'],
  ['completed', 'neutral', 'success'],
  ['completed', 'skipped', 'success'],
  ['completed', 'failure', 'failure'],
  ['completed', 'timed_out', 'failure'],
  ['completed', 'cancelled', 'failure'],
  ['completed', 'action_required', 'failure'],
  ['completed', 'stale', 'failure'],
  ['completed', 'a conclusion of tomorrow', 'failure'],
] as const)('a check run that is %s (%s) is %s', async (state, conclusion, expected) => {
  const { host, churn, at } = await github();
  churn.runs.set(third, [run('test', state, conclusion)]);
  expect(await host.checks(at('acme/churn'), third, soon())).toMatchObject([{ name: 'test', state: expected }]);
});

test.each([
  ['success', 'success'],
  ['pending', 'pending'],
  ['failure', 'failure'],
  ['error', 'failure'],
] as const)('a status %s is %s', async (state, expected) => {
  const { host, churn, at } = await github();
  churn.statuses.set(third, [status('jenkins', state)]);
  expect(await host.checks(at('acme/churn'), third, soon())).toEqual([{ name: 'jenkins', state: expected, url: null }]);
});

test('all pages of check runs and of statuses are read: the red one is the last', async () => {
  const { host, churn, at, server } = await github();
  churn.runs.set(third, [
    ...Array.from({ length: 230 }, (_, index) => run(`job ${String(index).padStart(3, '0')}`, 'completed', 'success')),
    run('z last', 'completed', 'failure'),
  ]);
  churn.statuses.set(
    third,
    Array.from({ length: 101 }, (_, index) => status(`status ${index}`, 'success')),
  );
  const checks = await host.checks(at('acme/churn'), third, soon());
  expect(checks).toHaveLength(332);
  expect(checks?.filter(({ state }) => state !== 'success')).toMatchObject([{ name: 'z last', state: 'failure' }]);
  expect(server.asked).toHaveLength(5);
});

test('a commit without checks has none, which is not the same as unknown', async () => {
  const { host, at } = await github();
  expect(await host.checks(at('acme/churn'), third, soon())).toEqual([]);
});

test.each([
  ['a repository that no pattern names', 'other/churn', third],
  ['a repository that is not there', 'acme/nowhere', third],
  ['a private repository that the token may not see', 'acme/secret', first],
  ['a commit that is not there', 'acme/churn', sha('9')],
])('%s is unknown, and no error', async (_, name, commit) => {
  const { host, at } = await github();
  expect(await host.checks(at(name), commit, soon())).toBeNull();
  expect(await host.reachable(at(name), commit, 'main', soon())).toBeNull();
  expect(await host.between(at(name), commit, sha('8'), soon())).toBeNull();
});

test('a private repository is read with a token that may see it', async () => {
  const { host, at, secret } = await github({ token: 'all-seeing' });
  secret.runs.set(first, [run('test', 'completed', 'success')]);
  expect(await host.checks(at('acme/secret'), first, soon())).toMatchObject([{ state: 'success' }]);
});

test.each([
  ['the tip', third, 'main', true],
  ['an older commit', first, 'main', true],
  ['a commit beside the branch', side, 'main', false],
  ['a commit ahead of the branch', third, 'feature/side', false],
  ['a branch with a slash', side, 'feature/side', true],
  ['a branch that is not there', third, 'nowhere', null],
])('reachable: %s', async (_, commit, branch, expected) => {
  const { host, at } = await github();
  expect(await host.reachable(at('acme/churn'), commit, branch, soon())).toBe(expected);
});

test.each([
  ['forward', first, third, 2],
  ['the same', third, third, 0],
  ['backward', third, first, 0],
  ['diverged', third, side, 1],
])('commits between, %s', async (_, base, head, expected) => {
  const { host, at } = await github();
  expect(await host.between(at('acme/churn'), base, head, soon())).toBe(expected);
});

test.each([
  ['acme/*', 'acme/churn', true],
  ['ACME/Churn', 'acme/churn', true],
  ['acme/ch*', 'acme/churn', true],
  ['acme/ch', 'acme/churn', false],
  ['acme/c.urn', 'acme/churn', false],
  ['acm*', 'acme/churn', false],
  ['*/*', 'acme/churn', true],
  ['acme/*', 'acme/churn/tree/main', false],
  ['acme/*', 'acme', false],
])('pattern %s and %s: asked %s', async (pattern, name, asked) => {
  const { host, at, server } = await github({ patterns: [pattern] });
  await host.checks(at(name), third, soon());
  expect(server.asked.length > 0).toBe(asked);
});

test('another host is never asked, nor is a token sent there', async () => {
  const { host, server } = await github();
  for (const address of ['https://github.com/acme/churn', 'https://evil.example/acme/churn', 'no address'])
    expect(await host.checks(address, third, soon())).toBeNull();
  expect(server.asked).toEqual([]);
});

test('github.com is what api.github.com serves', async () => {
  const api = http({ baseUrl: 'https://api.github.com', auth: { kind: 'none' }, log: silent });
  onTestFinished(() => api.close());
  const host = githubHost({ http: api, repositories: ['acme/*'], now: Date.now });
  const late = { deadline: Date.now() - 1 };
  await expect(host.checks('https://github.com/acme/churn', third, late)).rejects.toMatchObject({
    code: 'deadline_passed',
  });
  expect(await host.checks('https://api.github.com/acme/churn', third, late)).toBeNull();
});

test.each([
  ['a token that is not known', { kind: 'status', status: 401 }, 'git_host_auth', false],
  ['a token without the right', { kind: 'status', status: 403 }, 'git_host_auth', false],
  ['a server in trouble', { kind: 'status', status: 502 }, 'git_host_unreachable', true],
  ['a redirect', { kind: 'status', status: 302 }, 'git_host_refused', false],
  ['a page instead of JSON', { kind: 'text', text: '<html>' }, 'git_host_answer_malformed', false],
  ['another document', { kind: 'text', text: '{"total_count": 1}' }, 'git_host_answer_malformed', false],
  [
    'pages that end too early',
    { kind: 'text', text: '{"total_count": 1, "check_runs": []}' },
    'git_host_answer_malformed',
    false,
  ],
  ['silence', { kind: 'silence' }, 'git_host_unreachable', true],
] as const)('rule 6: %s is no answer', async (_, fault, code, retry) => {
  const { host, at, server } = await github();
  server.faults.push(fault);
  await expect(
    host.checks(at('acme/churn'), third, soon(fault.kind === 'silence' ? 300 : 30_000)),
  ).rejects.toMatchObject({ code, retry });
});

test('a wrong token is refused by name', async () => {
  const { host, at } = await github({ token: 'nobody' });
  await expect(host.checks(at('acme/churn'), third, soon())).rejects.toMatchObject({ code: 'git_host_auth' });
});

test('a used-up limit is waited for until it begins anew, and nobody is asked before', async () => {
  const { host, at, server, clock } = await github();
  const resetAt = Math.floor(Date.now() / 1_000) + 600;
  server.limit = { remaining: 0, resetAt };
  const ask = () => host.checks(at('acme/churn'), third, soon());
  const refused = { code: 'git_host_rate_limited', retry: true, details: { retryAfterMs: expect.any(Number) } };
  await expect(ask()).rejects.toMatchObject(refused);
  await expect(ask()).rejects.toMatchObject(refused);
  expect(server.asked).toHaveLength(1);
  server.limit = { remaining: 10, resetAt };
  clock.now = resetAt * 1_000 + 1_000;
  expect(await ask()).toEqual([]);
});

test.each([
  [403, '7', 7_000],
  [429, '7', 7_000],
])('a secondary limit (%i) says for how long', async (code, seconds, retryAfterMs) => {
  const { host, at, server } = await github();
  server.faults.push({ kind: 'status', status: code, headers: { 'retry-after': seconds } });
  await expect(host.checks(at('acme/churn'), third, soon())).rejects.toMatchObject({
    code: 'git_host_rate_limited',
    details: { retryAfterMs },
  });
});
