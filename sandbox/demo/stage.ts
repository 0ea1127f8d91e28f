import type { Environment } from './eyes.ts';
import type { Hands } from './hands.ts';
import { type Line, layLine } from './line.ts';
import type { Step } from './progress.ts';
import type { Signalbox } from './signalbox.ts';
import type { Ground, Surroundings } from './surroundings.ts';
import { type System, startSystem } from './system.ts';
import { type TrainedBefore, trainAll } from './trained.ts';
import type { Transport } from './troubles.ts';

/** One registry: the server itself, and the line by which Signalbox reaches it. */
export type Server = { readonly url: string; readonly line: Line };

/** Everything the story is played on; it stays up from one telling to the next. */
export type Stage = Ground &
  TrainedBefore & {
    readonly system: System;
    readonly hands: Hands;
    readonly servers: Readonly<Record<Environment, Server>>;
    /** The process that carries out; chapters may end it and start another. */
    worker: Signalbox;
    stop(): Promise<void>;
  };

type Options = Surroundings & { readonly step: Step; readonly transport?: Transport };

/** Trains the models and starts Slack, Redis, and Signalbox as an edge and a worker, on three MLflow servers that run. */
export async function startStage({ step, transport = 'http', ...surroundings }: Options): Promise<Stage> {
  const { folder, hands, urls, ground, repository, bin } = surroundings;
  const server = async (name: Environment): Promise<Server> => ({ url: urls[name], line: await layLine(urls[name]) });
  const servers = {
    dev: await server('dev'),
    staging: await server('staging'),
    production: await server('production'),
  };
  const trained = await step('models trained and logged', () => trainAll(surroundings));
  const { dev, staging, production } = servers;
  const registries = { dev: dev.line.url, staging: staging.line.url, production: production.line.url };
  const system = await startSystem({ folder, places: { registries, folder: ground, bin }, step, transport });
  const stop = async () => {
    await system.stop();
    await Promise.allSettled(Object.values(urls).map((url) => hands.forgetHooks(url, system.origin)));
    await Promise.allSettled(Object.values(servers).map(({ line }) => line.close()));
  };
  try {
    await step('Signalbox, the edge', () => system.start('edge'));
    const worker = await step('Signalbox, a worker', () => system.start('worker'));
    return { ground, repository, bin, ...trained, system, hands, servers, worker, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}
