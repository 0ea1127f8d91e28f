import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import { start } from '../processes.ts';
import { python, type Say } from '../python.ts';

const patienceMs = 90_000;
const answerMs = 120_000;

const Trained = z.object({
  run: z.string(),
  model: z.string(),
  metrics: z.record(z.string(), z.number()),
  forgotten: z.record(z.string(), z.number()),
});
/** A model that was trained and logged on one server, not registered yet. */
export type Trained = z.infer<typeof Trained>;

const Look = z.object({
  aliases: z.record(z.string(), z.string()),
  versions: z.record(
    z.string(),
    z.object({ tags: z.record(z.string(), z.string()), status: z.string(), description: z.string() }),
  ),
});
/** A registered model as MLflow's own client sees it. */
export type Look = z.infer<typeof Look>;

const Run = z.object({
  run: z.string(),
  status: z.string(),
  tags: z.record(z.string(), z.string()),
  metrics: z.record(z.string(), z.number()),
});
/** One run as MLflow's own client sees it. */
export type Run = z.infer<typeof Run>;

/** What `train` can make: see the table in `hands.py`. */
export type Kind = 'live' | 'better' | 'worse' | 'incomplete' | 'heavy' | 'uneven' | 'renamed' | 'elsewhere' | 'good';

/** MLflow's own Python client, asked from here: it trains, registers and looks, and shares no code with Signalbox. */
export type Hands = {
  train(server: string, kind: Kind): Promise<Trained>;
  /** Answers with the number of the new version. */
  register(server: string, name: string, trained: Pick<Trained, 'run' | 'model'>, alias?: string): Promise<string>;
  look(server: string, name: string): Promise<Look>;
  /** Every run of an experiment, the oldest first, whatever became of it. */
  runs(server: string, experiment: string): Promise<readonly Run[]>;
  alias(server: string, name: string, alias: string, version: string): Promise<void>;
  tag(server: string, name: string, version: string, key: string, value: string): Promise<void>;
  describe(server: string, name: string, version: string, text: string): Promise<void>;
  metric(server: string, trained: Trained, key: string, value: number): Promise<void>;
  /** Deletes the webhooks that point to addresses starting so. */
  forgetHooks(server: string, starting: string): Promise<void>;
  stop(): Promise<void>;
};

/** Starts the Python process and waits until it listens; two at once on one server need an experiment each. */
export async function startHands(say?: Say, experiment = 'churn'): Promise<Hands> {
  const { bin } = await python('mlflow', say);
  const child = start(join(bin, 'python'), ['-uB', join(import.meta.dirname, 'hands.py'), experiment]);
  const url = await listening(child);
  const ask = <T>(schema: z.ZodType<T>, op: string, asked: object) => post(url, schema, { op, ...asked });
  return {
    train: (server, kind) => ask(Trained, 'train', { server, kind }),
    register: (server, name, { model, run }, alias) =>
      ask(z.string(), 'register', { server, name, model, run, ...(alias === undefined ? {} : { alias }) }),
    look: (server, name) => ask(Look, 'look', { server, name }),
    runs: (server, experiment) => ask(z.array(Run), 'runs', { server, experiment }),
    alias: async (server, name, alias, version) =>
      void (await ask(z.null(), 'alias', { server, name, alias, version })),
    tag: async (server, name, version, key, value) =>
      void (await ask(z.null(), 'tag', { server, name, version, key, value })),
    describe: async (server, name, version, text) =>
      void (await ask(z.null(), 'describe', { server, name, version, text })),
    metric: async (server, { run, model }, key, value) =>
      void (await ask(z.null(), 'metric', { server, run, model, key, value })),
    forgetHooks: async (server, starting) => void (await ask(z.number(), 'hooks', { server, starting })),
    stop: () => child.stop(),
  };
}

async function listening(child: ReturnType<typeof start>): Promise<string> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const port = /listening on (\d+)/.exec(child.printed())?.[1];
    if (port !== undefined) return `http://127.0.0.1:${port}`;
    if (child.ended() || Date.now() > deadline) throw new Error(`MLflow's client did not start:\n${child.printed()}`);
    await pause(50);
  }
}

const Wrong = z.object({ error: z.string() });

async function post<T>(url: string, schema: z.ZodType<T>, asked: object): Promise<T> {
  const body = JSON.stringify(asked);
  const answer = await request(url, { method: 'POST', body, headersTimeout: answerMs, bodyTimeout: answerMs });
  const told: unknown = await answer.body.json();
  if (answer.statusCode !== 200) throw new Error(`MLflow's client, asked ${body}: ${Wrong.parse(told).error}`);
  return schema.parse(told);
}
