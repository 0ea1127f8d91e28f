import type { Config } from '../config.ts';
import { ReleaseError } from '../errors.ts';
import { measuredReleases } from '../metrics/measured-releases.ts';
import type { Log } from '../ports.ts';
import { every } from '../queue/every.ts';
import { measuredSteps } from '../queue/measured-steps.ts';
import { steps } from '../queue/steps/table.ts';
import type { WorkerDeps } from '../queue/worker-deps.ts';
import { sharedCache } from '../registries/manifest-cache.ts';
import { releaseService } from '../release-service.ts';
import { redisTime } from '../store/redis-time.ts';
import { redisTextCache } from '../store/text-cache.ts';
import { alertSourcesOf } from './alert-sources.ts';
import { startEdge } from './edge.ts';
import { activate, type Foundation, foundation } from './foundation.ts';
import { healthOf } from './health.ts';
import { scopeOf } from './needs.ts';
import { outsiders as outsidersOf } from './outsiders.ts';
import { connectRegistries } from './registries.ts';
import { seriesOf } from './series.ts';
import { watchSkew } from './skew.ts';
import { notifierOf, type SlackSide, slackSide } from './slack.ts';
import { whenItAnswers } from './when-it-answers.ts';
import { startWorker } from './worker.ts';

const followMs = 3_000;

/** A Signalbox that runs. */
export interface Signalbox {
  /** Where Slack and the registries reach it; null for a worker. */
  readonly port: number | null;
  readonly healthPort: number;
  /** Proposes another text of the policy file. */
  reload(policyText: string): Promise<void>;
  /** Ends within `withinMs`: nothing that was acknowledged is lost, a step that runs is let end. */
  stop(withinMs: number): Promise<void>;
}

/** Wires all floors and starts what the role asks for. */
export async function start(
  config: Config,
  policyText: string,
  log: Log,
  learn: (secret: string) => void,
): Promise<Signalbox> {
  const base = await foundation(config, policyText, log);
  const slack = slackSide(base);
  await orSilent(slack, log);
  const following = followPolicyOutside(base, learn);
  const { connected } = following;
  const skew = watchSkew(() => redisTime(base.redis), base.clock, log);
  let ending = false;
  let taken = policyText;
  const deps = depsOf(base, slack, following, () => ending || skew.off());
  const releases = measuredReleases(releaseService(deps), base.metrics.meters);
  const role = config.SIGNALBOX_ROLE;
  const worker =
    role === 'edge'
      ? null
      : startWorker(
          base,
          deps,
          releases,
          notifierOf(base, slack, () => deps.registries, deps.outsiders),
          connected,
        );
  const edge =
    role === 'worker'
      ? null
      : await startEdge(base, { ...slack, self: await whenItAnswers('Slack', log, slack.self) }, releases, following);
  const health = healthOf(base, slack, following);
  const healthPort = await health.start();
  return {
    port: edge?.port ?? null,
    healthPort,
    async reload(text) {
      await activate(base, log, text, taken);
      taken = text;
    },
    async stop(withinMs) {
      ending = true;
      await Promise.all([edge?.stop(withinMs), worker?.stop(withinMs), following.stop(), skew.stop(), health.stop()]);
      base.redis.disconnect();
    },
  };
}

/** A token that Slack refuses ends the start. Silence does not: what is under way needs workers, and cards follow. */
async function orSilent(slack: SlackSide, log: Log): Promise<void> {
  try {
    await slack.self();
  } catch (error) {
    if (!(error instanceof ReleaseError && error.retry)) throw error;
    log.warn({ who: 'Slack', error }, 'Slack does not answer: releases go on, and cards follow');
  }
}

function depsOf(
  base: Foundation,
  slack: SlackSide,
  { connected, outsiders, series }: Following,
  stopping: () => boolean,
): WorkerDeps {
  const { store, due, posts, policies, metrics, clock, log, worker, newId } = base;
  return {
    store,
    due,
    posts,
    policies,
    directory: slack.directory,
    get registries() {
      return new Map([...connected()].map(([name, { registry }]) => [name, registry]));
    },
    get outsiders() {
      return outsiders();
    },
    get series() {
      return series();
    },
    clock,
    log,
    worker,
    steps: measuredSteps(steps, metrics.meters),
    newId,
    stopping,
  };
}

type Following = Pick<ReturnType<typeof followPolicyOutside>, 'connected' | 'outsiders' | 'series'>;

/** What the active policy names outside, registries and all others, connected anew whenever another policy becomes active; until that succeeds, as before. */
function followPolicyOutside(
  { config, db, policies, metrics, clock, log }: Foundation,
  learn: (secret: string) => void,
) {
  const texts = redisTextCache(db);
  const cache = sharedCache(texts);
  const scope = scopeOf(config);
  const lasting = outsidersOf({ texts, clock, log });
  const connect = () => ({
    number: policies.number(),
    registries: connectRegistries({
      policy: policies.document(),
      scope,
      hookSecrets: config.MLFLOW_WEBHOOK_SECRET,
      cache,
      meters: metrics.meters,
      log,
      learn,
    }),
    outsiders: lasting.connect({ policy: policies.document(), lanes: policies.lanes, scope }),
    alerts: alertSourcesOf(policies.document(), scope),
    series: seriesOf({ policy: policies.document(), scope, meters: metrics.meters, log }),
  });
  let now = connect();
  const ticker = every(followMs, 'policy', log, async () => {
    await policies.refresh();
    if (policies.number() === now.number) return;
    now = connect();
    log.info({ number: now.number }, 'policy changed');
  });
  return {
    connected: () => now.registries,
    outsiders: () => now.outsiders,
    alerts: () => now.alerts,
    series: () => now.series,
    number: () => now.number,
    stop: () => ticker.stop(),
  };
}
