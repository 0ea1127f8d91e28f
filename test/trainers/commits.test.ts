import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startGitHub } from '../../sandbox/github/server.ts';
import { addRepository, emptyWorld } from '../../sandbox/github/world.ts';
import { run } from '../../sandbox/processes.ts';
import { githubHeaders } from '../../src/http/github.ts';
import { http } from '../../src/http.ts';
import { commits } from '../../src/trainers/table.ts';
import { silent } from '../fakes/log.ts';
import { commandWorld, emptyFolder } from './command/world.ts';

const soon = () => ({ deadline: Date.now() + 20_000 });
/** Nothing that git or GitHub could take for anything but a name. */
const strange = [
  '',
  '-h',
  '--upload-pack=sh',
  'main..v1',
  'v1^{tree}',
  'main~1',
  '@{u}',
  'HEAD:train.mjs',
  'refs/../main',
  'a//b',
  'v1.lock',
  'v1.',
  'main\nmain',
  'x'.repeat(300),
];

async function inMirror() {
  const world = await commandWorld(await emptyFolder());
  const { repository, token, folder, path } = world.options;
  const git = (...args: readonly string[]) => run('git', ['-C', repository, ...args]);
  const find = commits.command({ repository, token, folder, path });
  return { ...world, git, find: (words: string) => find(words, soon()) };
}

test('a tag, a branch, an abbreviation and a full hash name a commit of the repository as it is now', async () => {
  const { commit, commits: more, git, find } = await inMirror();
  expect(await find('main')).toBe(commit);
  const newer = await more({ 'more.txt': 'more' });
  await git('-c', 'user.name=Pat', '-c', 'user.email=pat@corp.example', 'tag', '-a', '-m', 'first', 'v1.2', commit);
  await git('branch', 'feature/x', commit);
  expect(await Promise.all(['main', 'v1.2', 'feature/x'].map(find))).toEqual([newer, commit, commit]);
  expect([await find(commit.slice(0, 9)), await find(newer)]).toEqual([commit, newer]);
  await git('tag', '-d', 'v1.2');
  await git('tag', 'v1.2', newer);
  expect(await find('v1.2')).toBe(newer);
});

test('of one name a tag counts more than a branch', async () => {
  const { commit, commits: more, git, find } = await inMirror();
  await git('tag', 'v2', commit);
  await more({ 'more.txt': 'more' });
  await git('branch', 'v2');
  expect(await find('v2')).toBe(commit);
});

test('what names nothing, and what is no name, is no commit; nothing of it reaches git as anything else', async () => {
  const { find } = await inMirror();
  for (const words of ['v9', 'abcdef0', ...strange]) expect([words, await find(words)]).toEqual([words, null]);
});

test('a repository that does not answer leaves it open', async () => {
  const { options } = await inMirror();
  const { folder, path } = options;
  const find = commits.command({ repository: `${folder}/nowhere`, token: null, folder, path });
  await expect(find('main', soon())).rejects.toMatchObject({ code: 'trainer_unreachable' });
});

test('a state folder that is not there is not made: what trains in it would be started once more', async () => {
  const { options } = await inMirror();
  const folder = join(options.folder, 'not-mounted');
  const find = commits.command({ ...options, folder });
  await expect(find('main', soon())).rejects.toMatchObject({ code: 'trainer_unreachable' });
  expect(existsSync(folder)).toBe(false);
});

async function onGitHub(token = 'reads') {
  const world = emptyWorld();
  world.tokens.set('reads', ['acme/churn']);
  world.tokens.set('stranger', []);
  const [older, tip] = ['a'.repeat(40), 'b'.repeat(40)];
  const repository = addRepository(world, 'acme/churn', [older, tip], true);
  repository.tags.set('v1.2', older);
  repository.branches.set('feature/x', older);
  const server = await startGitHub(world);
  onTestFinished(() => server.stop());
  const client = http({
    baseUrl: server.url,
    auth: { kind: 'bearer', token },
    headers: githubHeaders,
    log: silent,
  });
  const find = commits['github-actions']({ http: client, repository: 'acme/churn', now: Date.now });
  return { server, older, tip, find: (words: string) => find(words, soon()) };
}

test('the same on GitHub', async () => {
  const { find, older, tip, server } = await onGitHub();
  expect(await Promise.all(['v1.2', 'feature/x', 'aaaaaaaa', 'main'].map(find))).toEqual([older, older, older, tip]);
  const before = server.asked.length;
  for (const words of strange) expect([words, await find(words)]).toEqual([words, null]);
  expect(server.asked).toHaveLength(before);
  expect(await find('v9')).toBeNull();
  server.faults.push({ kind: 'status', status: 502 });
  await expect(find('main')).rejects.toMatchObject({ code: 'trainer_unreachable' });
});
