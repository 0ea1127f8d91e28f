import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { request } from 'undici';
import { freePort } from '../ports.ts';
import { start } from '../processes.ts';
import { until } from '../until.ts';

/** One model served on this machine by `mlflow models serve`, and how it is asked. */
export type Endpoint = {
  /** Where Signalbox asks for a version to be served. */
  readonly control: string;
  /** Asks for a prediction; answers with the version that gave it, or why there is none. */
  predict(): Promise<string>;
  stop(): Promise<void>;
};

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
const question = {
  dataframe_split: {
    columns: ['amount', 'distance_km', 'hour', 'tries', 'device_days'],
    data: [[180, 310, 3, 5, 2]],
  },
};

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
  return { control: `http://127.0.0.1:${controlPort}`, predict, stop: () => supervisor.stop() };
}

async function asked(port: number): Promise<string> {
  const body = JSON.stringify(question);
  const answer = await request(`http://127.0.0.1:${port}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    headersTimeout: 10_000,
    bodyTimeout: 10_000,
  }).catch(() => null);
  if (answer === null) return 'nobody answers';
  const said = (await answer.body.text()).trim();
  return answer.statusCode === 200 ? `v${answer.headers['x-model-version']}: ${said}` : `nothing: ${said}`;
}
