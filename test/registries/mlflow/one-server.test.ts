import { expect, test } from 'vitest';
import { lookAt } from '../../../src/queue/look.ts';
import { type PollDeps, poll } from '../../../src/queue/poll.ts';
import { steps } from '../../../src/queue/steps/table.ts';
import type { WorkerDeps } from '../../../src/queue/worker-deps.ts';
import type { Request } from '../../../src/release/command.ts';
import { CommandId, laneKey, PersonId, ReleaseId, Version } from '../../../src/release/ids.ts';
import { releaseService } from '../../../src/release-service.ts';
import { emptyWorkspace, fakeDirectory } from '../../fakes/directory.ts';
import { memoryDue } from '../../fakes/due.ts';
import { memoryInbox } from '../../fakes/inbox.ts';
import { emptyMemory } from '../../fakes/memory.ts';
import { nobodyOutside } from '../../fakes/outsiders.ts';
import { policiesOf } from '../../fakes/policies.ts';
import { memoryPosts } from '../../fakes/posts.ts';
import { memoryRegistryBook } from '../../fakes/registry-book.ts';
import { memoryStore } from '../../fakes/store.ts';
import { memoryTokens } from '../../fakes/tokens.ts';
import { mlflow, unique } from '../../support/mlflow.ts';
import { client, silent, soon } from './client.ts';
import { asker, plainMlmodel, seedVersion } from './seed.ts';

const owner = PersonId.parse('U0OWN');
const v = (number: number) => Version.parse(String(number));

/** Two environments on one real server, told from each other as `staging` and `production` say; two versions are registered there. */
async function oneServer(staging: string, production: string) {
  const { url } = await mlflow('staging');
  const model = unique('shared');
  for (const weights of ['one', 'two'])
    await seedVersion(asker(url), model, { files: { MLmodel: plainMlmodel, 'model.bin': weights } });
  const { registry } = client(url, 'main');
  const policies = policiesOf(`admin: C0ADMIN
environments:
  staging: { registry: main, channel: C0STAGING, approvals: none, watch: 1m, ${staging} }
  production: { registry: main, channel: C0PROD, approvals: none, watch: 1m, rollback: { on-call: [U0OWN] }, ${production} }
registries:
  main: { kind: mlflow, url: "${url}" }
models:
  ${model}: { owner: U0OWN, path: [staging, production], opens: never }
`);
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  const memory = emptyMemory();
  const workspace = emptyWorkspace();
  workspace.standing.set(owner, 'member');
  const [due, store] = [memoryDue(memory), memoryStore(memory)];
  const core = {
    store,
    due,
    posts: memoryPosts(clock),
    policies,
    directory: fakeDirectory(workspace, clock),
    outsiders: nobodyOutside,
    registries: new Map([['main', registry]]),
    clock,
    log: silent,
  };
  const releases = releaseService(core);
  const newId = () => crypto.randomUUID();
  const worker: WorkerDeps = { ...core, worker: 'w1', steps, newId, stopping: () => false };
  const polling: PollDeps = {
    ...core,
    book: memoryRegistryBook(),
    inbox: memoryInbox(memory),
    tokens: memoryTokens(),
    releases,
    newId,
    pollMs: 1,
  };

  /** Does all that becomes due in the next minutes; nobody waits for them. */
  async function settle(): Promise<void> {
    const end = clock() + 5 * 60_000;
    for (let round = 0; round < 200; round++) {
      const looks = await due.due('look', clock(), 50);
      for (const stream of looks)
        if (ReleaseId.safeParse(stream).success) await lookAt(worker, ReleaseId.parse(stream));
      const next = await due.oldest('look');
      if (looks.length === 0 && (next === null || next > end)) return;
      if (looks.length === 0 && next !== null) ahead += Math.max(0, next - clock());
    }
    throw new Error('Never quiet');
  }

  async function ask(request: Request): Promise<void> {
    const id = CommandId.parse(`test:${newId()}`);
    await releases.handle({ id, at: clock(), by: { kind: 'person', id: owner }, where: null, request });
    await settle();
  }

  const promote = (alias: string | Version, environment: string) =>
    ask({
      kind: 'promote',
      model,
      version: /^\d+$/.test(alias) ? { kind: 'number', version: Version.parse(alias) } : { kind: 'alias', alias },
      environment,
      reason: null,
    });
  return {
    model,
    registry,
    promote,
    rollBack: (environment: string) =>
      ask({ kind: 'roll-back', model, version: null, environment, reason: 'it misbehaves' }),
    poll: () => poll(polling, registry),
    lane: (environment: string) => store.lane(laneKey(model, environment)),
    aliases: async (name: string) =>
      Object.fromEntries([...((await registry.aliases(name, soon())) ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

test('with an alias for each environment a real server holds one registered model, and a version keeps its number', async () => {
  const on = await oneServer('alias: staging', 'alias: production');
  for (const version of [v(1), v(2)]) {
    await on.promote(version, 'staging');
    await on.promote('champion', 'production');
  }
  const both = { production: '2', 'production-previous': '1', staging: '2', 'staging-previous': '1' };
  expect(await on.aliases(on.model)).toEqual(both);
  expect(await on.registry.versions(on.model, soon())).toHaveLength(2);
  await on.rollBack('production');
  expect(await on.aliases(on.model)).toMatchObject({ production: '1', staging: '2' });
  await on.poll();
  expect((await on.lane('production')).live).toMatchObject({ version: '1' });
  await on.registry.setAlias(on.model, 'production', v(2), soon());
  await on.poll();
  expect(await on.lane('production')).toMatchObject({ live: { version: '2', standing: 'outside' } });
  expect(await on.lane('staging')).toMatchObject({ live: { version: '2', standing: 'verified' }, pauses: [] });
});

test('with names for each environment it holds two, and the version is copied', async () => {
  const on = await oneServer('name: "{model}"', 'name: "prod.{model}"');
  await on.promote(v(2), 'staging');
  await on.promote('champion', 'production');
  expect(await on.aliases(on.model)).toEqual({ champion: '2' });
  expect(await on.aliases(`prod.${on.model}`)).toEqual({ champion: '1' });
});

test('a stage follows the alias from version to version and back, and no poll takes it for a move from outside', async () => {
  const on = await oneServer('name: "{model}"', 'name: "prod.{model}", stage: Production');
  const name = `prod.${on.model}`;
  const stages = async () =>
    Object.fromEntries((await on.registry.versions(name, soon())).map(({ version, stage }) => [version, stage]));
  for (const version of [v(1), v(2)]) {
    await on.promote(version, 'staging');
    await on.promote('champion', 'production');
    await on.poll();
  }
  expect(await on.aliases(name)).toMatchObject({ champion: '2' });
  expect(await stages()).toEqual({ '1': 'Archived', '2': 'Production' });
  await on.rollBack('production');
  await on.poll();
  expect(await on.aliases(name)).toMatchObject({ champion: '1' });
  expect(await stages()).toEqual({ '1': 'Production', '2': 'Archived' });
  const { live, pauses } = await on.lane('production');
  expect(live).toMatchObject({ version: '1' });
  expect(pauses.map(({ cause }) => cause)).toEqual(['rollback']);
});
