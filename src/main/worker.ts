import { ReleaseError } from '../errors.ts';
import type { Notifier, Registry } from '../ports.ts';
import type { Releases } from '../ports-releases.ts';
import { dailyTelling } from '../queue/daily.ts';
import { every } from '../queue/every.ts';
import { lookAtStream } from '../queue/look-at-stream.ts';
import { everything, mineIn } from '../queue/mine.ts';
import { takeUpOrphans } from '../queue/orphans.ts';
import { ownChecks } from '../queue/own-checks.ts';
import { endGoneChecks } from '../queue/own-gone.ts';
import { poll } from '../queue/poll.ts';
import { pump } from '../queue/pump.ts';
import { queue, worker } from '../queue/queues.ts';
import { reEvaluationTelling } from '../queue/re-evaluation.ts';
import { showStream } from '../queue/show.ts';
import type { WorkerDeps } from '../queue/worker-deps.ts';
import type { CommandId } from '../release/ids.ts';
import { tellDroppedLanes } from './dropped-lanes.ts';
import type { Running } from './edge.ts';
import type { Foundation } from './foundation.ts';
import type { Connected } from './registries.ts';

const pollMs = 30_000;
const orphanEveryMs = 2_000;
const hookEveryMs = 600_000;
const lanesEveryMs = 60_000;
const dailyEveryMs = 60_000;
const evaluationsEveryMs = 600_000;
const checksEveryMs = 1_000;

/** Looks, shows, polls, and takes up what died elsewhere. */
export function startWorker(
  base: Foundation,
  deps: WorkerDeps,
  releases: Releases,
  notifier: Notifier,
  connected: () => ReadonlyMap<string, Connected>,
): Running {
  const { config, due, inbox, tokens, clock, log } = base;
  const limits = config.SIGNALBOX_ENVIRONMENTS;
  const share = limits === null ? null : [...limits].sort().join('+');
  const access = { url: config.REDIS_URL, prefix: base.db.keys.prefix, share };
  const mine = limits === null ? everything : mineIn(limits, base);
  const queues = { look: queue('look', access, log), show: queue('show', access, log) };
  const workers = [
    worker('look', access, log, (stream) => lookAtStream(deps, stream)),
    worker('show', access, log, (stream) => showStream(due, notifier, clock, stream)),
  ];
  const checking = ownChecks();
  const evaluating = reEvaluationTelling(notifier);
  const orphans = { inbox, releases, notifier, clock, log, left: new Set<CommandId>() };
  const tickers = [
    pump({ due, queues, mine, clock, log }),
    every(1_000, 'poll', log, async () => {
      // Made anew each time: the registries are those of the policy that is active now.
      const polling = { ...deps, book: base.registryBook, inbox, tokens, releases, pollMs };
      const own = [...connected().values()].filter(({ access }) => access === 'full');
      await settledAll(own.map(({ registry }) => poll(polling, registry)));
    }),
    every(orphanEveryMs, 'orphans', log, () => takeUpOrphans(orphans)),
    every(lanesEveryMs, 'dropped lanes', log, () => tellDroppedLanes(base.store, base.policies, notifier)),
    every(dailyEveryMs, 'daily digest', log, dailyTelling(deps, notifier)),
    every(lanesEveryMs, 'gone checks', log, () => endGoneChecks({ ...deps, inbox, releases })),
    every(evaluationsEveryMs, 're-evaluations', log, () => evaluating(deps)),
    every(checksEveryMs, 'own checks', log, () =>
      checking({ ...deps, inbox, tokens, releases, notifier, environments: limits }),
    ),
    every(hookEveryMs, 'webhooks', log, () => ensureHooks(base, notifier, connected())),
  ];
  return {
    async stop(withinMs) {
      const ended = Promise.all([...tickers.map((ticker) => ticker.stop()), ...workers.map((one) => one.close())]);
      const closed = ended.then(() => Promise.all(Object.values(queues).map((one) => one.close())));
      // Closing says goodbye to Redis, which may not answer: whatever runs still is due again, so it may be left.
      await Promise.race([closed, after(withinMs)]);
    },
  };
}

/** Points every registry's webhook at us, where it lets us; the poll finds the rest. */
async function ensureHooks(
  base: Foundation,
  notifier: Notifier,
  connected: ReadonlyMap<string, Connected>,
): Promise<void> {
  await settledAll([...connected].map(([name, one]) => ensureHook(base, notifier, name, one)));
}

async function ensureHook(
  base: Foundation,
  notifier: Notifier,
  name: string,
  { registry, hook }: Connected,
): Promise<void> {
  const { config, tokens, clock, log } = base;
  if (config.PUBLIC_URL === null || hook === null) return;
  if ((await tokens.take(`webhook:${name}`, 1, 1 / 60, clock())) > 0) return;
  const result = await checkHook(base, registry, `${config.PUBLIC_URL}/webhooks/mlflow/${name}`, hook.secret);
  log.info({ registry: name, result }, 'webhook checked');
  if (result === 'not-allowed') await notifier.tellAdmin(`webhook:${name}`, notAllowed(name));
}

/** A registry that does not answer is asked again later. */
async function checkHook({ clock, log }: Foundation, registry: Registry, url: string, secret: string): Promise<string> {
  try {
    return await registry.ensureWebhook(url, secret, { deadline: clock() + 10_000 });
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    log.warn({ registry: registry.name, code: error.code, details: error.details }, 'webhook could not be checked');
    return error.code;
  }
}

function notAllowed(name: string): string {
  return `The registry ${name} does not let Signalbox register a webhook: only its administrators may. It is polled every ${pollMs / 1_000} seconds instead; an administrator can add the webhook by hand.`;
}

/** Waits for all, then reports the first that failed: one registry that is down does not hide the others. */
async function settledAll(all: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(all)).find((one) => one.status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
