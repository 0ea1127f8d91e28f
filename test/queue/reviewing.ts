import type { Policies } from '../../src/ports.ts';
import { lookAt } from '../../src/queue/look.ts';
import type { Request } from '../../src/release/command.ts';
import type { ReleaseEvent } from '../../src/release/event.ts';
import { type PersonId, ReleaseId, shortDigest, type Version } from '../../src/release/ids.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { policiesOf } from '../fakes/policies.ts';
import { type Logged, register } from '../fakes/registry.ts';
import { clicked } from '../world/hands.ts';
import { people } from '../world/policy.ts';
import { news } from '../world/settle.ts';
import { newWorld, start, type World } from '../world/world.ts';

/** A company whose production asks reviewers and platform; `more` is written under the environment, `gates` and `model` are the model's. */
export function policyWith({
  more = '',
  gates = '[ { metric: auc, min: 0.80 } ]',
  exclude = 'requester',
  approvals = '[ { from: [reviewers], min: 1 }, { from: [platform], min: 1, required: true } ]',
  model = '',
} = {}): string {
  return `
admin: C0ADMIN
people: { "root": machine }
groups: { reviewers: [U0ANN, U0BOB], platform: [U0PAT, "@platform"] }
environments:
  staging: { registry: staging, channel: C0STAGING, approvals: none }
  production:
    registry: production
    channel: C0PROD
    after: registered
    approvals: ${approvals}
    exclude: [${exclude}]
    rollback: { on-call: [U0ONE], approvals: [ { from: [reviewers], min: 1 } ] }
    expires: 20d
    watch: 1m
    ${more}
registries:
  staging: { kind: mlflow, url: http://127.0.0.1:1 }
  production: { kind: mlflow, url: http://127.0.0.1:2 }
models:
  churn: { owner: U0OWN, path: [staging, production], opens: never, gates: ${gates}${model} }
`;
}

/** One request for production, and what happens to it. */
export interface Reviewing {
  readonly world: World;
  readonly candidate: Version;
  /** The release as it is now. */
  state(): ReleaseState;
  /** Kinds of everything in its log, in order. */
  kinds(): readonly string[];
  happened<K extends ReleaseEvent['kind']>(kind: K): readonly Extract<ReleaseEvent, { kind: K }>[];
  ask(by: PersonId, request: Request): Promise<string>;
  approve(...by: readonly PersonId[]): Promise<void>;
  /** Time passes, and whatever is due is looked at, every time it is due. */
  pass(ms: number): Promise<void>;
}

export async function reviewing(
  text: string | Policies,
  logged: Partial<Logged> = {},
  prepared: (world: World) => void = () => {},
): Promise<Reviewing> {
  const world = newWorld(typeof text === 'string' ? policiesOf(text) : text);
  prepared(world);
  const running = start(world);
  const auc = { name: 'auc', value: 0.9, dataset: { name: 'holdout', digest: 'd1' } };
  const files = { 'model.pkl': 'new', MLmodel: 'flavors: {}' };
  const candidate = register(world.servers.staging, 'churn', {
    files,
    at: world.clock.now(),
    metrics: [auc],
    ...logged,
  });
  const state = () => found([...world.memory.releases.values()].findLast((one) => one.environment === 'production'));
  const log = () => world.memory.chain.filter(({ stream }) => stream === String(state().id));
  const it: Reviewing = {
    world,
    candidate,
    state,
    kinds: () => log().map(({ event }) => event.kind),
    happened: (kind) => log().flatMap(({ event }) => (is(event, kind) ? [event] : [])),
    async ask(by, request) {
      const { outcome } = await running.releases.handle(clicked(world, by, request));
      return outcome.kind === 'answer' ? outcome.answer.kind : `no: ${outcome.refusal.kind}`;
    },
    async approve(...by) {
      for (const one of by) {
        const { id: release, evidence } = state();
        const shown = shortDigest(found(evidence).digest);
        await it.ask(one, { kind: 'approve', release, evidence: shown, note: null });
      }
    },
    async pass(ms) {
      const until = world.clock.now() + ms;
      for (;;) {
        const [next] = [...world.memory.due.look].sort(([, a], [, b]) => a - b);
        if (next === undefined || next[1] > until) break;
        world.clock.set(Math.max(world.clock.now(), next[1]));
        await lookAt(running.deps, ReleaseId.parse(next[0]));
      }
      world.clock.set(until);
    },
  };
  await news(running);
  const version = { kind: 'number' as const, version: candidate };
  await it.ask(people.own, { kind: 'promote', model: 'churn', version, environment: 'production', reason: null });
  await it.pass(0);
  return it;
}

function is<K extends ReleaseEvent['kind']>(
  event: { kind: string },
  kind: K,
): event is Extract<ReleaseEvent, { kind: K }> {
  return event.kind === kind;
}

function found<T>(value: T | null | undefined): T {
  if (value == null) throw new Error('nothing there');
  return value;
}
