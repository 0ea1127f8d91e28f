import type { Registry } from '../../src/ports.ts';
import type { Releases } from '../../src/ports-releases.ts';
import type { Delivery, Request } from '../../src/release/command.ts';
import { CommandId, PersonId, Version } from '../../src/release/ids.ts';
import { releaseService } from '../../src/release-service.ts';
import { virtualClock } from '../fakes/clock.ts';
import { emptyWorkspace, fakeDirectory } from '../fakes/directory.ts';
import { memoryDue } from '../fakes/due.ts';
import { silent } from '../fakes/log.ts';
import { emptyMemory, type Memory } from '../fakes/memory.ts';
import { nobodyOutside } from '../fakes/outsiders.ts';
import { policiesOf } from '../fakes/policies.ts';
import { memoryPosts } from '../fakes/posts.ts';
import { fakeRegistry, fakeServer, register } from '../fakes/registry.ts';
import { memoryStore } from '../fakes/store.ts';

/** The service on fakes of its ports, with one registry that holds `versions` versions of `churn`. */
export interface Service {
  readonly releases: Releases;
  readonly registry: Registry;
  readonly memory: Memory;
  /** Handles a request; every one is a delivery of its own. */
  ask(request: Request, by?: 'registry' | 'person'): ReturnType<Releases['handle']>;
  call(): { readonly deadline: number };
  /** Registers the next version, with these tags. */
  register(tags?: Readonly<Record<string, string>>): Version;
}

export const ada = PersonId.parse('U0ADA');

export function service(opens: 'candidate' | 'every-version' | 'never', versions: number): Service {
  const clock = virtualClock();
  const server = fakeServer('one');
  const registry = fakeRegistry('main', server, clock.now);
  const add = (tags: Readonly<Record<string, string>> = {}) =>
    register(server, 'churn', {
      files: { model: `bytes ${server.models.get('churn')?.made ?? 0}` },
      at: clock.now(),
      tags,
    });
  for (let made = 0; made < versions; made++) add();
  const memory = emptyMemory();
  const workspace = emptyWorkspace();
  workspace.standing.set(ada, 'member');
  const releases = releaseService({
    store: memoryStore(memory),
    due: memoryDue(memory),
    posts: memoryPosts(clock.now),
    policies: policiesOf(policy(opens)),
    directory: fakeDirectory(workspace, clock.now),
    outsiders: nobodyOutside,
    registries: new Map([['main', registry]]),
    clock: clock.now,
    log: silent,
  });
  let deliveries = 0;
  return {
    releases,
    registry,
    memory,
    ask(request, by = 'registry') {
      deliveries += 1;
      const delivery: Delivery = {
        id: CommandId.parse(`test:${deliveries}`),
        at: clock.now(),
        by: by === 'person' ? { kind: 'person', id: ada } : { kind: 'registry', name: 'main' },
        where: null,
        request,
      };
      return releases.handle(delivery);
    },
    call: () => ({ deadline: clock.now() + 1_000 }),
    register: add,
  };
}

export function v(number: number): Version {
  return Version.parse(String(number));
}

function policy(opens: string): string {
  return `
admin: C0ADMIN
environments:
  production: { registry: main, channel: C0PROD, approvals: none }
registries:
  main: { kind: mlflow, url: "http://127.0.0.1:5000" }
models:
  churn: { owner: U0ADA, path: [production], opens: ${opens} }
`;
}
