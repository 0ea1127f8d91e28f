import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { request } from 'undici';
import { z } from 'zod';
import { freePort } from '../ports.ts';
import { start } from '../processes.ts';
import { until } from '../until.ts';
import { askedAbout } from './fraud/data.ts';

/** One model served on this machine by `mlflow models serve`, and how it is asked. */
export type Endpoint = {
  /** Where Signalbox asks for a version to be served. */
  readonly control: string;
  /** Asks for a prediction; answers with the version that gave it, or why there is none. */
  predict(): Promise<string>;
  /** Asks about many transactions at once, each in the order of `askedAbout`; null when nothing predicts just now. */
  ask(rows: readonly (readonly number[])[]): Promise<Answered | null>;
  stop(): Promise<void>;
};

/** One answer a transaction, 1 for fraud, and the version that gave them. */
export type Answered = { readonly version: string; readonly answers: readonly number[] };

type Options = {
  readonly mlflow: string;
  readonly model: string;
  /** What is served from the beginning. */
  readonly version: string;
  readonly folder: string;
  readonly bin: string;
};

/** By what the demo's endpoints know that it is Signalbox: the variable that holds it, and what it is. */
export const servingSecret = { name: 'SERVING_SECRET', value: 'a-secret-between-signalbox-and-what-serves' };

const program = join(import.meta.dirname, '../../src/serving/mlflow-serve/supervisor.ts');
const startingMs = 120_000;
/** A transaction in the night, far away, at the fifth try. */
const question = asking([[180, 310, 3, 5, 2]]);

/** Starts the supervisor that comes with Signalbox over a version that is live, and waits until it predicts. */
export async function startEndpoint({ mlflow, model, version, folder, bin }: Options): Promise<Endpoint> {
  const [controlPort, frontPort] = [await freePort(), await freePort()];
  const place = join(folder, 'serving', model);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'serving.json'), JSON.stringify({ order: null, failed: null, live: version }));
  const file = join(place, 'options.json');
  const options = { mlflow, name: model, bin, folder: place, controlPort, frontPort, secret: servingSecret.value };
  await writeFile(file, JSON.stringify({ ...options, question }), { mode: 0o600 });
  const supervisor = start(process.execPath, [program, file]);
  const predict = () => asked(frontPort);
  try {
    await until(async () => (await predict()).startsWith(`v${version}:`), { within: startingMs, every: 200 });
  } catch (cause) {
    await supervisor.stop();
    throw new Error(`Nothing predicts:\n${supervisor.printed()}`, { cause });
  }
  return {
    control: `http://127.0.0.1:${controlPort}`,
    predict,
    ask: (rows) => answered(frontPort, rows),
    stop: () => supervisor.stop(),
  };
}

async function asked(port: number): Promise<string> {
  const answer = await post(port, question);
  if (answer === null) return 'nobody answers';
  const said = (await answer.body.text()).trim();
  return answer.statusCode === 200 ? `v${answer.headers['x-model-version']}: ${said}` : `nothing: ${said}`;
}

const Predicted = z.object({ predictions: z.array(z.number()) });

async function answered(port: number, rows: readonly (readonly number[])[]): Promise<Answered | null> {
  const answer = await post(port, asking(rows));
  if (answer === null) return null;
  const said = await answer.body.text().catch(() => null);
  if (said === null || answer.statusCode !== 200) return null;
  return { version: String(answer.headers['x-model-version']), answers: Predicted.parse(JSON.parse(said)).predictions };
}

function asking(data: readonly (readonly number[])[]) {
  return { dataframe_split: { columns: askedAbout, data } };
}

function post(port: number, question: object) {
  return request(`http://127.0.0.1:${port}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
    headersTimeout: 10_000,
    bodyTimeout: 10_000,
  }).catch(() => null);
}
