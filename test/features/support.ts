import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { type MoreVerb, moreOfRelease } from '../../blocks/actions.ts';
import { connect } from '../../handlers/connect.ts';
import type { HandlerDeps } from '../../handlers/deps.ts';
import { slackDirectory } from '../../handlers/directory.ts';
import { manifest } from '../../handlers/manifest.ts';
import { drawPosts } from '../../handlers/notifier/draw-posts.ts';
import { showingOf } from '../../handlers/notifier/showing.ts';
import { slackEdge } from '../../handlers/receiver.ts';
import * as tables from '../../handlers/register.ts';
import { whoWeAre } from '../../handlers/self.ts';
import { slackClients } from '../../handlers/slack-clients.ts';
import { slackLogger } from '../../handlers/slack-logger.ts';
import { slackNotifier } from '../../handlers/slack-notifier.ts';
import { movableClock } from '../../sandbox/slack/clock.ts';
import type { WorkspaceOptions } from '../../sandbox/slack/options.ts';
import type { Values } from '../../sandbox/slack/people/fill-in.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';
import { type Painter, painter } from '../../src/charts/painter.ts';
import type { Registry, Source } from '../../src/ports.ts';
import type { AlertSource } from '../../src/ports-alerts.ts';
import type { Outsiders } from '../../src/ports-outside.ts';
import type { Releases } from '../../src/ports-releases.ts';
import { lookAtStream } from '../../src/queue/look-at-stream.ts';
import { showStream } from '../../src/queue/show.ts';
import { steps } from '../../src/queue/steps/table.ts';
import type { Delivery } from '../../src/release/command.ts';
import { CommandId, laneKey, type Version } from '../../src/release/ids.ts';
import { trainingLogs } from '../../src/release-service/training-log.ts';
import { releaseService } from '../../src/release-service.ts';
import { redisDue } from '../../src/store/due.ts';
import { redisInbox } from '../../src/store/inbox.ts';
import { redisPostBook } from '../../src/store/post-book.ts';
import { redisStore } from '../../src/store/store.ts';
import { redisTokens } from '../../src/store/tokens.ts';
import { silent } from '../fakes/log.ts';
import { nobodyOutside } from '../fakes/outsiders.ts';
import { policiesOf } from '../fakes/policies.ts';
import { fakeRegistry, fakeServer, finishedRun, type Logged, loggedNothing, register } from '../fakes/registry.ts';
import { connected } from '../store/fixture.ts';
import { freshRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

export const policyText = `admin: C0ADMIN
groups:
  reviewers: [U0KIM, U0LEE]
  platform: ["@platform"]
environments:
  staging: { registry: mlflow-staging, channel: C0STAGING, approvals: none, watch: 10m }
  production:
    registry: mlflow-prod
    channel: C0PROD
    after: registered
    approvals:
      - { from: [reviewers], min: 1 }
      - { from: [platform], min: 1, required: true }
    exclude: [requester]
    rollback: { on-call: [U0OTTO], approvals: [{ from: [reviewers, platform], min: 1 }] }
    watch: 30m
registries:
  mlflow-staging: { kind: mlflow, url: "http://127.0.0.1:5001" }
  mlflow-prod: { kind: mlflow, url: "http://127.0.0.1:5002" }
models:
  churn:
    owner: [U0PAT]
    pattern: deploy-model
    path: [staging, production]
    opens: never
    gates:
      - { metric: auc, min: 0.80 }
`;

const workspaceOptions: WorkspaceOptions = {
  people: [
    { id: 'U0PAT', name: 'pat' },
    { id: 'U0KIM', name: 'kim' },
    { id: 'U0LEE', name: 'lee' },
    { id: 'U0PLAT', name: 'plat' },
    { id: 'U0OTTO', name: 'otto' },
    { id: 'U0GUS', name: 'gus', kind: 'guest' },
    { id: 'U0SID', name: 'sid', kind: 'stranger' },
  ],
  groups: [{ id: 'S0PLATFORM', handle: 'platform', people: ['plat'] }],
  channels: ['admin', 'staging', 'prod'].map((name) => ({
    id: `C0${name.toUpperCase()}`,
    name,
    people: ['pat', 'kim', 'lee', 'plat', 'otto', 'gus', 'sid'],
    app: name !== 'staging',
  })),
  seed: 7,
};

export interface StageOptions {
  readonly policy?: string;
  readonly transport?: 'http' | 'socket';
  readonly workspace?: WorkspaceOptions;
  /** Replaces parts of the release service, for matters of the edge alone. */
  readonly releases?: Partial<Releases>;
  readonly sources?: ReadonlyMap<string, Source>;
  readonly trainings?: Source;
  readonly alerts?: readonly AlertSource[];
  readonly deps?: (deps: HandlerDeps) => HandlerDeps;
  readonly painter?: Pick<Painter, 'draw'>;
  /** Git hosts and teams' checks, as the test plays them. */
  readonly outsiders?: Outsiders;
}

/** One for all stages of a file: its thread takes a while to start, and ends by itself. */
const pictures = painter();

/** The whole product on one stage: a local Slack, a real Redis, the release service, steps and notifier; only the registries are played. */
export async function stage(options: StageOptions = {}) {
  const clock = movableClock();
  const now = () => clock.now();
  const slack = await startWorkspace({
    ...workspaceOptions,
    clock,
    manifest: manifest({ transport: options.transport ?? 'http' }),
    ...options.workspace,
  });
  const db = await connected((await freshRedis()).url);
  const policies = policiesOf(options.policy ?? policyText);
  const access = { token: slack.botToken, apiUrl: slack.apiUrl, logger: slackLogger(silent) };
  const clients = slackClients(access);
  const self = await whoWeAre(clients.reads);
  const directory = slackDirectory({
    client: clients.reads,
    clock: now,
    team: async () => self.team,
    groups: () => groupsIn(policies),
  });
  const servers = { staging: fakeServer('staging'), prod: fakeServer('prod') };
  const faults: Faults = { setAlias: null };
  const registries = new Map([
    ['mlflow-staging', fakeRegistry('mlflow-staging', servers.staging, now)],
    ['mlflow-prod', faulty(fakeRegistry('mlflow-prod', servers.prod, now), faults)],
  ]);
  const store = redisStore(db);
  const [due, book, inbox] = [redisDue(db), redisPostBook(db), redisInbox(db)];
  const core = {
    store,
    due,
    posts: book,
    policies,
    directory,
    outsiders: options.outsiders ?? nobodyOutside,
    registries,
    clock: now,
    log: silent,
  };
  const service = releaseService(core);
  const handled: Delivery[] = [];
  const noting: Releases = {
    ...service,
    handle(delivery) {
      handled.push(delivery);
      return service.handle(delivery);
    },
  };
  const releases: Releases = { ...noting, ...options.releases };
  const sources = options.sources ?? new Map();
  const made: HandlerDeps = {
    inbox,
    releases,
    book,
    directory,
    clients,
    sources: () => sources,
    trainings: () => options.trainings ?? null,
    alerts: () => new Map((options.alerts ?? []).map((source) => [source.name, source])),
    environments: () => policies.environments(),
    team: self.team,
    command: '/mlops',
    answerHost: null,
    clock: now,
    log: silent,
  };
  const deps = options.deps?.(made) ?? made;
  const edge = slackEdge({
    access,
    self,
    signingSecrets: [slack.signingSecret, 'the-old-secret'],
    appToken: options.transport === 'socket' ? slack.appToken : null,
    routes: tables.routes.map((route) => route(deps)),
    port: 0,
    host: '127.0.0.1',
    // Slack signs with the time of the day, also where a test has moved the workspace's.
    clock: Date.now,
    log: silent,
  });
  connect(edge.app, tables, deps);
  const port = await edge.start();
  slack.sendTo(`http://127.0.0.1:${port}/slack/events`);
  if (options.transport === 'socket') await until(() => slack.sockets.connected() > 0);
  onTestFinished(async () => {
    await edge.stop(1_000);
    await slack.close();
  });
  const notifier = slackNotifier({
    clients,
    book,
    tokens: redisTokens(db),
    clock: now,
    log: silent,
    admin: () => policies.admin(),
    showing: showingOf({ store, policies, label: null, clock: now, where: { book, url: async () => self.url } }),
    ...drawPosts(directory),
    painter: options.painter ?? pictures,
    registries: () => registries,
    trainingLog: trainingLogs(policies, core.outsiders),
    standing: (person) => directory.standing(person),
  });
  const worker = { ...core, worker: 'w1', steps, newId: randomUUID, stopping: () => false };

  /** Lets the workers do all that is due within `horizonMs`, moving time to it. */
  async function settle(horizonMs = 12_000): Promise<void> {
    const end = now() + horizonMs;
    for (let round = 0; round < 300; round++) {
      const looks = await due.due('look', now(), 50);
      const shows = await due.due('show', now(), 50);
      for (const stream of looks) await lookAtStream(worker, stream);
      for (const stream of shows) await showStream(due, notifier, now, stream);
      if (looks.length + shows.length > 0) continue;
      const [look, show] = await Promise.all([due.oldest('look'), due.oldest('show')]);
      const next = Math.min(look ?? Number.POSITIVE_INFINITY, show ?? Number.POSITIVE_INFINITY);
      if (next > end) return;
      clock.advance(Math.max(1, next - now()));
    }
    throw new Error('Never quiet');
  }

  /** Everything that was sent to the app is handled, and what follows from it has happened. */
  async function settled(): Promise<void> {
    if ((await edge.idle(5_000)) > 0) throw new Error('A request never ended');
    await settle();
  }

  return {
    transport: options.transport ?? 'http',
    slack,
    db,
    port,
    edge,
    store,
    due,
    book,
    inbox,
    notifier,
    directory,
    servers,
    faults,
    clock,
    settle,
    settled,
    core,
    steps,
    /** Every delivery that the release service was given. */
    handled,
    /** Somebody sets an alias by hand, the registry tells of it, and everything that follows happens. */
    async alias(server: 'staging' | 'prod', alias: string, version: Version) {
      servers[server].models.get('churn')?.aliases.set(alias, version);
      const name = server === 'staging' ? 'mlflow-staging' : 'mlflow-prod';
      const request = { kind: 'alias-moved' as const, registry: name, name: 'churn', alias, version };
      const id = CommandId.parse(`alias:${randomUUID()}`);
      await releases.handle({ id, at: now(), by: { kind: 'registry', name }, where: null, request });
      await settle();
    },
    /** Types a command in #prod and waits until everything that follows has happened. */
    async type(who: string, text: string, channel = 'prod') {
      const acted = await slack.as(who).command(channel, '/mlops', text);
      await settled();
      return acted;
    },
    /** Presses a button on the newest message that has it, and waits for what follows. */
    async press(who: string, action: { readonly id: string }, value?: string) {
      const acted = await slack.as(who).press(({ json }) => json.includes(`"${action.id}"`), action.id, value);
      await settled();
      return acted;
    },
    /** Submits the window on top, with a reason or with what each of its blocks is filled with. */
    async submit(who: string, filled: string | Values = {}) {
      const acted = await slack.as(who).submit('modal', typeof filled === 'string' ? { reason: filled } : filled);
      await settled();
      return acted;
    },
    /** Chooses from the overflow menu of the newest card that offers it. */
    async choose(who: string, verb: MoreVerb) {
      const card = [...slack.world.messages.values()].flat().findLast((one) => optionIn(one, verb) !== undefined);
      if (!card) throw new Error(`No card offers ${verb}`);
      const acted = await slack.as(who).press(card.ts, moreOfRelease.id, optionIn(card, verb));
      await settled();
      return acted;
    },
    seen: (who: string) => slack.seenBy(who).text,
    /** What was told to one person privately, the newest last. */
    told: (who: string) => slack.seenBy(who).ephemerals.map((one) => JSON.stringify(one)),
    /** Registers a version in the staging registry whose run logged this AUC. */
    version: (auc: number) =>
      register(servers.staging, 'churn', { files: { 'model.bin': `weights ${auc}` }, at: now(), ...withAuc(auc) }),
    lane: (environment: string) => laneKey('churn', environment),
    model: (name: 'staging' | 'prod') => servers[name].models.get('churn'),
  };
}

/** The value of a menu entry of a message, where it has one for the verb. */
function optionIn(message: unknown, verb: MoreVerb): string | undefined {
  if (typeof message === 'string') return moreOfRelease.decode(message)?.verb === verb ? message : undefined;
  if (typeof message !== 'object' || message === null) return undefined;
  return Object.values(message)
    .map((part) => optionIn(part, verb))
    .find((value) => value !== undefined);
}

interface Faults {
  setAlias: Error | null;
}

/** The production registry, which fails as long as a test says so. */
function faulty(registry: Registry, faults: Faults): Registry {
  return {
    ...registry,
    async setAlias(...args) {
      if (faults.setAlias) throw faults.setAlias;
      await registry.setAlias(...args);
    },
  };
}

export type Stage = Awaited<ReturnType<typeof stage>>;

function withAuc(auc: number): Logged {
  const run = finishedRun('run-1', 'c0ffee00');
  return { ...loggedNothing, run, metrics: [{ name: 'auc', value: auc, dataset: null }] };
}

function groupsIn(policies: ReturnType<typeof policiesOf>): Readonly<Record<string, readonly string[]>> {
  return Object.assign({}, ...policies.lanes().map((lane) => lane.groups));
}
