import type { Hands, Trained } from './hands.ts';
import { type Line, layLine } from './line.ts';
import type { Step } from './progress.ts';
import type { Signalbox } from './signalbox.ts';
import { type System, startSystem } from './system.ts';
import type { Transport } from './troubles.ts';

/** One registry: the server itself, and the line by which Signalbox reaches it. */
export type Server = { readonly url: string; readonly line: Line };

/** Everything the story is played on; it stays up from one telling to the next. */
export type Stage = {
  readonly system: System;
  readonly hands: Hands;
  readonly servers: Readonly<Record<'staging' | 'production', Server>>;
  /** What was trained on the staging server, and what has been live in production since before Signalbox. */
  readonly trained: Readonly<Record<'before' | 'live' | 'better' | 'worse' | 'heavy', Trained>>;
  /** The process that carries out; chapters may end it and start another. */
  worker: Signalbox;
  stop(): Promise<void>;
};

type Options = {
  readonly folder: string;
  readonly hands: Hands;
  readonly urls: Readonly<Record<'staging' | 'production', string>>;
  readonly step: Step;
  readonly transport?: Transport;
};

/** Trains the models and starts Slack, Redis, and Signalbox as an edge and a worker, on two MLflow servers that run. */
export async function startStage({ folder, hands, urls, step, transport = 'http' }: Options): Promise<Stage> {
  const servers = {
    staging: { url: urls.staging, line: await layLine(urls.staging) },
    production: { url: urls.production, line: await layLine(urls.production) },
  };
  const trained = await step('models trained and logged', () => train(hands, urls));
  const places = { staging: servers.staging.line.url, production: servers.production.line.url };
  const system = await startSystem({ folder, places, step, transport });
  const stop = async () => {
    await system.stop();
    await Promise.allSettled(Object.values(urls).map((url) => hands.forgetHooks(url, system.origin)));
    await Promise.allSettled(Object.values(servers).map(({ line }) => line.close()));
  };
  try {
    await step('Signalbox, the edge', () => system.start('edge'));
    const worker = await step('Signalbox, a worker', () => system.start('worker'));
    return { system, hands, servers, trained, worker, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

async function train(hands: Hands, { staging, production }: Options['urls']): Promise<Stage['trained']> {
  const before = await hands.train(production, 'live');
  const live = await hands.train(staging, 'live');
  const better = await hands.train(staging, 'better');
  const worse = await hands.train(staging, 'worse');
  return { before, live, better, worse, heavy: await hands.train(staging, 'heavy') };
}
