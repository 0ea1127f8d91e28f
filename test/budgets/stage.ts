import { onTestFinished } from 'vitest';
import { startEdge } from '../../src/main/edge.ts';
import { type Foundation, foundation } from '../../src/main/foundation.ts';
import { connectRegistries } from '../../src/main/registries.ts';
import { notifierOf, slackSide } from '../../src/main/slack.ts';
import { lookAt } from '../../src/queue/look.ts';
import { showStream } from '../../src/queue/show.ts';
import type { Step } from '../../src/queue/step.ts';
import { steps } from '../../src/queue/steps/table.ts';
import type { WorkerDeps } from '../../src/queue/worker-deps.ts';
import { sharedCache } from '../../src/registries/manifest-cache.ts';
import type { StreamId } from '../../src/release/event.ts';
import { CommandId, type ReleaseId } from '../../src/release/ids.ts';
import { policyStream } from '../../src/release/stream.ts';
import { releaseService } from '../../src/release-service.ts';
import { redisTextCache } from '../../src/store/text-cache.ts';
import { virtualClock } from '../fakes/clock.ts';
import { silent } from '../fakes/log.ts';
import { nobodyOutside } from '../fakes/outsiders.ts';
import { wire } from '../store/wire.ts';
import { freshRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { configOf, policyOf, registriesFor, workspace } from './company.ts';
import { between, type Cost, registryMeters, spending } from './count.ts';
import { firstAck } from './first-ack.ts';

/** The product as it is composed, on real servers, with nothing running by itself: looks and shows happen when a test says so. */
export async function stage() {
  const { model, servers } = await registriesFor();
  const clock = virtualClock(Date.now());
  const slack = await workspace(clock);
  const counted = await wire((await freshRedis()).url);
  const policy = policyOf(model, servers.staging.url, servers.production.url);
  let asked = 0;
  const meters = registryMeters(() => {
    asked += 1;
  });
  const opened = await foundation(configOf(slack, counted.url), policy, silent);
  const base: Foundation = { ...opened, metrics: { ...opened.metrics, meters }, clock: clock.now };
  const side = slackSide(base);
  const slackAndUs = { ...side, self: await side.self() };
  await warm(base);
  const cache = sharedCache(redisTextCache(base.db));
  const connected = connectRegistries({
    policy: base.policies.document(),
    hookSecrets: [],
    cache,
    meters,
    log: silent,
  });
  const registries = new Map([...connected].map(([name, { registry }]) => [name, registry]));
  const { store, due, posts, policies, worker, newId } = base;
  const core = {
    store,
    due,
    posts,
    policies,
    directory: side.directory,
    outsiders: nobodyOutside,
    registries,
    clock: clock.now,
    log: silent,
  };
  const spent = spending(counted.turns, () => asked, slack);
  const begun: { readonly step: string; readonly at: Cost }[] = [];
  const deps = { ...core, worker, steps: noting(begun, spent), newId, stopping: () => false };
  // Slack signs with the time of the day.
  const edge = await startEdge({ ...base, clock: Date.now }, slackAndUs, releaseService(core), {
    connected: () => connected,
    alerts: () => new Map(),
  });
  slack.sendTo(`http://127.0.0.1:${edge.port}/slack/events`);
  const notifier = notifierOf(base, side, () => registries, core.outsiders);
  onTestFinished(async () => {
    await edge.stop(1_000);
    base.redis.disconnect();
  });
  const answers = () => slack.traffic().filter(({ name }) => name === 'response_url').length;

  async function count(work: () => Promise<unknown>): Promise<Cost> {
    const before = spent();
    await work();
    return between(before, spent());
  }

  /** Does it and waits until the person was answered, which is the last thing that a request does. */
  async function answered(act: () => Promise<unknown>): Promise<void> {
    const before = answers();
    await act();
    await until(() => answers() > before);
  }

  return {
    model,
    servers,
    clock,
    store,
    due,
    count,
    spent,
    /** What had been spent when each step began. */
    begun,
    /** Round trips until Slack had its acknowledgement. */
    untilAck: firstAck(edge.port, counted.turns),
    type: (who: string, text: string) => answered(() => slack.as(who).command('prod', '/mlops', text)),
    press: (who: string, { id }: { readonly id: string }) =>
      answered(() => slack.as(who).press(({ json }) => json.includes(`"${id}"`), id)),
    look: (id: ReleaseId) => lookAt(deps, id),
    show: (stream: StreamId) => showStream(due, notifier, clock.now, stream),
  };
}

/** The steps, with what had been spent when each began. */
function noting(begun: { readonly step: string; readonly at: Cost }[], spent: () => Cost): WorkerDeps['steps'] {
  const noted = (step: Step): Step => ({
    ...step,
    run(context) {
      begun.push({ step: step.kind, at: spent() });
      return step.run(context);
    },
  });
  return {
    ...steps,
    'copy-version': noted(steps['copy-version']),
    validate: noted(steps.validate),
    'tag-version': noted(steps['tag-version']),
    'set-previous': noted(steps['set-previous']),
    'set-champion': noted(steps['set-champion']),
    'confirm-champion': noted(steps['confirm-champion']),
  };
}

export type Stage = Awaited<ReturnType<typeof stage>>;

/** Redis learns each script once in its life: that is no part of what a request costs. */
async function warm({ inbox, tokens, store, due, posts, newId }: Foundation): Promise<void> {
  const id = CommandId.parse(`warm:${newId()}`);
  const by = { kind: 'signalbox', rule: 'warm' } as const;
  const request = { kind: 'resume', scope: 'nothing', reason: null } as const;
  await inbox.take({ id, at: 0, by, where: null, request });
  await inbox.done(id);
  await tokens.take('warm', 1, 1, 0);
  await posts.release(policyStream, 'nobody');
  await due.looked('look', policyStream, -1, null);
  await store.append({ command: id, by, at: 0, policy: 1, appends: [], basedOn: [] });
}
