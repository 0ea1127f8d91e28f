import { lookAtStream } from '../../src/queue/look-at-stream.ts';
import { ownChecks } from '../../src/queue/own-checks.ts';
import { endGoneChecks } from '../../src/queue/own-gone.ts';
import type { IncidentId } from '../../src/release/ids.ts';
import { laneKey } from '../../src/release/ids.ts';
import type { LanePolicy, OwnCheck } from '../../src/release/lane-policy.ts';
import { incidentFacts, loadIncident } from '../../src/release-service/incidents.ts';
import { recordingNotifier } from '../fakes/notifier.ts';
import { register } from '../fakes/registry.ts';
import { people } from '../world/policy.ts';
import { start } from '../world/world.ts';
import { policyWith, reviewing } from './reviewing.ts';

export const minute = 60_000;
export const errorRate =
  '{ name: error rate, kind: errors, query: \'errors{model="{model}",version="{version}"}\', max: 0.01, window: 5m, breaches: 2 }';
export const lane = laneKey('churn', 'production');

/** What is live in production is watched by these checks; several processes ask the same questions. */
export async function stage(checks: string, processes = 1, watch = '1m') {
  const text = `${policyWith({ more: `checks: [ ${checks} ]` })}prometheus: { main: { url: "http://127.0.0.1:9" } }\n`;
  const it = await reviewing(text.replace('watch: 1m', `watch: ${watch}`));
  const { world } = it;
  const asked: string[] = [];
  let value: (at: number, query: string) => number | null = () => 0;
  const series = new Map([
    [
      'main',
      {
        async range(query: string, from: number, to: number, stepMs: number) {
          asked.push(query);
          const points = Array.from({ length: (to - from) / stepMs + 1 }, (_, step) => from + step * stepMs);
          return points.map((at) => ({ at, value: value(at, query) }));
        },
      },
    ],
  ]);
  const { notifier, heard } = recordingNotifier(world.memory);
  const all = Array.from({ length: processes }, () => start(world).deps);
  const tickers = all.map((deps) => {
    const tick = ownChecks();
    return () => tick({ ...deps, series, notifier, environments: null });
  });
  const [deps] = all;
  if (deps === undefined) throw new Error('no process');
  return {
    ...it,
    heard,
    asked,
    measures: (next: typeof value) => {
      value = next;
    },
    async live() {
      await it.approve(people.ann, people.pat);
      await it.pass(10 * minute);
    },
    /** Half a minute at a time. */
    async minutes(many: number) {
      for (let half = 0; half < 2 * many; half++) {
        world.clock.advance(minute / 2);
        await Promise.all(tickers.map((tick) => tick()));
      }
    },
    /** One more version of staging goes live. */
    async next() {
      const files = { 'model.pkl': 'next', MLmodel: 'flavors: {}' };
      const metrics = [{ name: 'auc', value: 0.95, dataset: { name: 'holdout', digest: 'd1' } }];
      const version = register(world.servers.staging, 'churn', { files, at: world.clock.now(), metrics });
      const wanted = { kind: 'number' as const, version };
      const ask = {
        kind: 'promote' as const,
        model: 'churn',
        version: wanted,
        environment: 'production',
        reason: null,
      };
      await it.ask(people.own, ask);
      await it.pass(0);
      await it.approve(people.ann, people.pat);
      await it.pass(30_000);
    },
    /** Checks that the policy has no more end; with these checks in place of those that it has. */
    ends(checks?: readonly OwnCheck[]) {
      const changed = (one: LanePolicy) =>
        checks === undefined ? one : { ...one, watching: { ...one.watching, checks } };
      const policies = { ...deps.policies, lanes: () => deps.policies.lanes().map(changed) };
      return endGoneChecks({ ...deps, policies });
    },
    /** Half a minute at a time, with all that wants a look. */
    async everything(minutes: number) {
      for (let half = 0; half < 2 * minutes; half++) {
        world.clock.advance(minute / 2);
        await Promise.all(tickers.map((tick) => tick()));
        for (let round = 0; round < 60; round++) {
          const due = [...world.memory.due.look].filter(([, at]) => at <= world.clock.now());
          if (due.length === 0) break;
          for (const [stream] of due) await lookAtStream({ ...deps, series }, stream);
        }
      }
    },
    /** Every incident that wants a look has it. */
    async look() {
      for (const [stream, at] of world.memory.due.look)
        if (stream.startsWith('incident:') && at <= world.clock.now()) await lookAtStream({ ...deps, series }, stream);
    },
    told: () => world.memory.chain.filter(({ by }) => by.kind === 'signalbox' && by.rule === 'own-check'),
    opened: () => world.memory.chain.flatMap(({ event }) => (event.kind === 'incident-opened' ? [event.incident] : [])),
    incident: (id: IncidentId | undefined) => (id === undefined ? null : loadIncident(deps, id, lane)),
    facts: async () => (await incidentFacts(deps, world.policies.lane('churn', 'production') ?? fail())).facts,
  };
}

/** For what a test knows to be there. */
export function fail(): never {
  throw new Error('no such lane');
}
