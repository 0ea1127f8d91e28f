import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, expect, test } from 'vitest';
import { type Fault, startDeployer } from '../../sandbox/deployer/server.ts';
import { freePort } from '../../sandbox/ports.ts';
import { type Running, run, start } from '../../sandbox/processes.ts';
import { python } from '../../sandbox/python.ts';
import { mlflowServe } from '../../src/serving/mlflow-serve/mlflow-serve.ts';
import { servingContract } from '../contracts/serving.ts';
import { soon } from '../registries/mlflow/client.ts';
import { asker, seedVersion } from '../registries/mlflow/seed.ts';
import { mlflow, unique } from '../support/mlflow.ts';
import { until } from '../support/until.ts';
import { reaching, someOrder } from './stage.ts';

const program = join(import.meta.dirname, '../../src/serving/mlflow-serve/supervisor.ts');
const secret = 's3cret';
const MLmodel = 'flavors:\n  python_function: {loader_module: always, code: code}\n';

/** A model that predicts the same number for whatever is asked. */
const always = (number: number) => `import numpy
class Always:
    def predict(self, rows, params=None):
        return numpy.full(len(rows), ${number})
def _load_pyfunc(path):
    ${number < 0 ? 'raise ValueError("broken on purpose")' : 'return Always()'}
`;

const folder = await mkdtemp(join(tmpdir(), 'signalbox-serve-'));
const bad = await startDeployer(secret);
let supervisor: Running | undefined;
afterAll(async () => {
  await Promise.all([supervisor?.stop(), bad.stop()]);
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

/** A supervisor over three versions on a real server: two that predict 1 and 2, and a broken one. */
async function stage() {
  const [{ url }, { bin }] = await Promise.all([mlflow('staging'), python('mlflow')]);
  const name = unique('served');
  const seed = (number: number) =>
    seedVersion(asker(url), name, { files: { MLmodel, 'code/always.py': always(number), 'data.txt': '' } });
  const [first, second, broken] = [(await seed(1)).version, (await seed(2)).version, (await seed(-1)).version];
  const [controlPort, frontPort] = [await freePort(), await freePort()];
  const question = { inputs: [[7]] };
  const options = { mlflow: url, name, bin, folder: join(folder, 'state'), controlPort, frontPort, secret, question };
  const file = join(folder, 'options.json');
  await writeFile(file, JSON.stringify(options), { mode: 0o600 });
  const control = `http://127.0.0.1:${controlPort}`;
  const worker = (known = secret) => mlflowServe(reaching({ url: control, secret: known }));
  const again = async () => {
    supervisor = start(process.execPath, [program, file]);
    await until(() => worker().state(someOrder({ name }), soon()), { within: 30_000 });
  };
  const predict = async () => {
    const asked = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
    } as const;
    const { statusCode, headers, body } = await request(`http://127.0.0.1:${frontPort}/invocations`, asked);
    return `${statusCode} v${headers['x-model-version']} ${(await body.text()).trim()}`;
  };
  await again();
  return { name, first, second, broken, worker, again, predict };
}

async function faulty(fault: Fault) {
  bad.faults.push(fault, fault);
  return mlflowServe(reaching(bad));
}

const serving = (name: string) => new RegExp(`^\\S*python\\S* .*models:/${name}/`, 'gm');

const staged = stage();
const told: string[] = [];
let over = false;
let watching: Promise<boolean> | undefined;

servingContract('mlflow-serve', async () => {
  const { name, first, second, broken, worker, predict } = await staged;
  watching = until(
    async () => {
      const now = await predict();
      if (told.at(-1) !== now) told.push(now);
      return over;
    },
    { within: 170_000, every: 100 },
  );
  return {
    serving: worker(),
    again: worker(),
    place: { model: 'served', environment: 'production', name },
    versions: [first, second],
    server: {
      broken,
      begun: async () => supervisor?.printed().match(/^v\d+ is being started$/gm)?.length ?? 0,
      async moveUnheard(order) {
        await worker().move(order, soon());
      },
    },
    faulty: {
      silent: () => faulty({ kind: 'silence' }),
      garbled: () => faulty({ kind: 'text', text: '<html>Sign in</html>' }),
    },
  };
});

test('while versions moved every prediction was answered, each by one version', async () => {
  over = true;
  await watching;
  const one = '200 v1 {"predictions": [1]}';
  const two = '200 v2 {"predictions": [2]}';
  const none = '503 vundefined No version is served.';
  expect(told.slice(0, 3)).toEqual([none, one, two]);
  expect(told.slice(3, -1).filter((answer) => answer !== one)).toEqual([]);
  expect(told.at(-1)).toBe(none);
});

test('an order survives the death of the supervisor, and nothing that it had started does', async () => {
  const { name, second, worker, again, predict } = await staged;
  const order = someOrder({ name, version: second, from: null });
  await worker().move(order, soon());
  supervisor?.signal('SIGKILL');
  await until(() => supervisor?.ended());
  await again();
  const state = await until(
    async () => {
      const now = await worker().state(order, soon());
      return now.kind !== 'moving' && now;
    },
    { within: 120_000 },
  );
  expect(state).toEqual({ kind: 'serving', version: second });
  expect(await predict()).toBe('200 v2 {"predictions": [2]}');
  const alive = async () => (await run('ps', ['-eo', 'args='])).match(serving(name))?.length;
  await until(async () => (await alive()) === 1, { within: 15_000 });
});

test('what is not signed as it has to be, and what is about another model, is refused', async () => {
  const { name, worker } = await staged;
  const [ours, another] = [someOrder({ name }), someOrder({ name: 'another' })];
  await expect(worker('other').move(ours, soon())).rejects.toMatchObject({ code: 'serving_auth' });
  await expect(worker('other').state(ours, soon())).rejects.toMatchObject({ code: 'serving_auth' });
  await expect(worker().move(another, soon())).rejects.toMatchObject({ code: 'serving_refused' });
});
