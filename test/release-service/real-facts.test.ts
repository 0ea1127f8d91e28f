import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { startGitHub } from '../../sandbox/github/server.ts';
import { addRepository, emptyWorld } from '../../sandbox/github/world.ts';
import { weighedGates } from '../../src/gates/judge.ts';
import { githubHost } from '../../src/git-hosts/github/github-host.ts';
import { githubHeaders } from '../../src/http/github.ts';
import { http } from '../../src/http.ts';
import { noMachinery } from '../../src/no-machinery.ts';
import { outsideChecks } from '../../src/outside-checks/outside-checks.ts';
import type { Outsiders } from '../../src/ports-outside.ts';
import type { Deps } from '../../src/release-service/deps.ts';
import { judged } from '../../src/release-service/judged.ts';
import { emptyWorkspace, fakeDirectory } from '../fakes/directory.ts';
import { memoryDue } from '../fakes/due.ts';
import { silent } from '../fakes/log.ts';
import { emptyMemory } from '../fakes/memory.ts';
import { policiesOf } from '../fakes/policies.ts';
import { memoryPosts } from '../fakes/posts.ts';
import { memoryStore } from '../fakes/store.ts';
import { client, soon } from '../registries/mlflow/client.ts';
import { asker, plainMlmodel, seedVersion } from '../registries/mlflow/seed.ts';
import { mlflow, unique } from '../support/mlflow.ts';

const [older, newer] = ['1', '2'].map((digit) => digit.repeat(40));

/** A GitHub with two commits of acme/churn, the newer of them green. */
async function github() {
  const world = emptyWorld();
  world.tokens.set('plain', []);
  const repository = addRepository(world, 'acme/churn', [String(older), String(newer)]);
  repository.runs.set(String(newer), [{ name: 'test', status: 'completed', conclusion: 'success' }]);
  const server = await startGitHub(world);
  onTestFinished(() => server.stop());
  const api = http({
    baseUrl: server.url,
    auth: { kind: 'bearer', token: 'plain' },
    headers: githubHeaders,
    log: silent,
  });
  onTestFinished(() => api.close());
  return { url: server.url, host: githubHost({ http: api, repositories: ['acme/*'], now: Date.now }) };
}

/** A team's check that answers with what it saw. */
async function team() {
  const server = createServer(async (request, response) => {
    const { model, candidate } = JSON.parse(await text(request));
    const reason = `${model} v${candidate.version}: numpy ${candidate.environment.requirements.numpy}`;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'pass', reason }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
}

test('gates about a real run: its files, its experiment, its commit on GitHub, and a team’s own word', async () => {
  const [{ url }, git, check] = await Promise.all([mlflow('staging'), github(), team()]);
  const name = unique('facts');
  const seeded = (commit: string | undefined, numpy: string) =>
    seedVersion(asker(url), name, {
      files: { MLmodel: plainMlmodel, 'requirements.txt': `numpy==${numpy}\n` },
      artifacts: { 'plots/confusion.png': 'x' },
      params: { seed: '7' },
      runTags: { 'mlflow.source.git.commit': String(commit), 'mlflow.source.git.repoURL': `${git.url}/acme/churn.git` },
      datasets: [{ name: 'october', digest: 'd1', context: 'training' }],
    });
  const [before, after] = [await seeded(older, '2.0'), await seeded(newer, '2.1')];
  const policies = policiesOf(`admin: C0ADMIN
environments:
  production: { registry: main, channel: C0PROD, approvals: none }
registries:
  main: { kind: mlflow, url: "${url}" }
models:
  churn:
    owner: U0ADA
    path: [production]
    gates:
      - { documented: { artifacts: ["plots/*.png"] } }
      - { from-experiment: "${after.experiment}" }
      - { reproducible: true, branch: main }
      - { checks: [test] }
      - { http: "${check}", name: risk, private: allow }
`);
  const { registry } = client(url, 'main');
  const outsiders: Outsiders = {
    git: () => git.host,
    checks: () => outsideChecks({ now: Date.now, newId: () => 'one' }),
    secret: (reference) => reference,
    ...noMachinery,
  };
  const deps: Deps = {
    store: memoryStore(emptyMemory()),
    due: memoryDue(emptyMemory()),
    posts: memoryPosts(Date.now),
    policies,
    directory: fakeDirectory(emptyWorkspace(), Date.now),
    registries: new Map([['main', registry]]),
    outsiders,
    clock: Date.now,
    log: silent,
  };
  const [candidate, champion] = await Promise.all([
    registry.facts(name, after.version, soon()),
    registry.facts(name, before.version, soon()),
  ]);
  const [policy] = policies.lanes();
  if (candidate === null || policy === undefined) throw new Error('nothing there');
  const asking = { kind: 'promotion', policy, candidate, champion, source: registry, release: null } as const;
  const found = await judged(
    deps,
    weighedGates(policy.gates),
    { ...asking, numbered: 'source', fresh: 'cached', outage: 'delays' },
    soon(),
  );
  expect(found.verdicts.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
  expect(found.verdicts.at(-1)).toMatchObject({ reason: `churn v${after.version}: numpy 2.1` });
  expect(found.commits).toBe(1);
}, 60_000);
