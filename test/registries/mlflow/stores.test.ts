import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { freePort } from '../../../sandbox/ports.ts';
import { type Running, run, start } from '../../../sandbox/processes.ts';
import { python } from '../../../sandbox/python.ts';
import { Version } from '../../../src/release/ids.ts';
import { someRelease } from '../../contracts/some-release.ts';
import { mlflow, unique } from '../../support/mlflow.ts';
import { until } from '../../support/until.ts';
import { client, soon } from './client.ts';
import { asker, seedVersion } from './seed.ts';

/** Trains and registers as a data scientist does; prints the version. */
const train = `
import sys, mlflow
from mlflow.models import infer_signature
from sklearn.linear_model import LogisticRegression
import numpy as np, pandas as pd
url, name, style = sys.argv[1:4]
mlflow.set_tracking_uri(url)
frame = pd.DataFrame({"x": np.arange(20.0), "y": np.arange(20) % 2})
model = LogisticRegression().fit(frame[["x"]], frame["y"])
mlflow.set_experiment(name)
with mlflow.start_run() as run:
    mlflow.log_param("C", 1.0)
    dataset = mlflow.data.from_pandas(frame, name="holdout", targets="y")
    mlflow.log_input(dataset, context="eval")
    signature = infer_signature(frame[["x"]], model.predict(frame[["x"]]))
    info = mlflow.sklearn.log_model(model, name="clf", signature=signature)
    mlflow.log_metric("auc", 0.5, dataset=dataset, model_id=info.model_id)
    mlflow.log_metric("seconds", 3)
source = info.model_uri if style == "model" else f"runs:/{run.info.run_id}/clf"
print("VERSION", mlflow.register_model(source, name).version, info.model_id)
`;

/** Loads a version with MLflow's own client and predicts with it. */
const predict = `
import sys, mlflow, pandas as pd
mlflow.set_tracking_uri(sys.argv[1])
model = mlflow.pyfunc.load_model(sys.argv[2])
print("PREDICTED", model.predict(pd.DataFrame({"x": [1.0, 30.0]})).tolist())
client = mlflow.MlflowClient()
version = client.get_model_version(*sys.argv[2].split("/")[-2:])
run = client.get_run(version.run_id)
print("RUN", run.info.status, run.data.params["C"], run.data.metrics["auc"], run.inputs.dataset_inputs[0].dataset.name)
`;

const settings = {
  MLFLOW_DISABLE_TELEMETRY: 'true',
  MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
  GIT_PYTHON_REFRESH: 'quiet',
};

async function inPython(script: string, ...args: string[]): Promise<string> {
  const { bin } = await python('mlflow');
  return run(join(bin, 'python'), ['-c', script, ...args], { env: settings });
}

function versionIn(printed: string): { version: Version; model: string } {
  const [, version, model = ''] = /VERSION (\d+) (\S+)/.exec(printed) ?? [];
  return { version: Version.parse(version), model };
}

test("a model logged by MLflow's own client is read whole, and its copy on another server loads and predicts there", async () => {
  const [staging, production] = await Promise.all([mlflow('staging'), mlflow('production')]);
  const name = unique('trained');
  const { version, model } = versionIn(await inPython(train, staging.url, name, 'model'));
  const { registry } = client(staging.url, 'mlflow-staging');
  const facts = await registry.facts(name, version, soon());
  if (facts === null) throw new Error('no facts');
  expect(facts).toMatchObject({ status: 'ready', modelId: model, params: { C: '1.0' }, run: { status: 'finished' } });
  expect(facts.metrics).toEqual([
    { name: 'auc', value: 0.5, dataset: { name: 'holdout', digest: expect.any(String) } },
    { name: 'seconds', value: 3, dataset: null },
  ]);
  expect(facts.datasets).toEqual([{ name: 'holdout', digest: facts.metrics[0]?.dataset?.digest, context: 'eval' }]);
  expect(
    z
      .array(z.object({ name: z.string() }))
      .parse(JSON.parse(facts.schema?.inputs ?? ''))
      .map((column) => column.name),
  ).toEqual(['x']);
  expect(facts.artifacts.manifest?.map(({ path }) => path)).toContain('MLmodel');
  const target = client(production.url, 'mlflow-prod').registry;
  const request = { release: someRelease(), from: registry, source: facts, name, artifacts: facts.artifacts.digest };
  const made = await target.copy(request, async () => soon(), soon());
  const copied = await target.facts(name, made.version, soon());
  expect(copied).toMatchObject({
    artifacts: facts.artifacts,
    metrics: facts.metrics,
    schema: facts.schema,
    datasets: facts.datasets,
  });
  const printed = await inPython(predict, production.url, `models:/${name}/${made.version}`);
  expect(printed).toContain('PREDICTED [0');
  expect(printed).toContain('RUN FINISHED 1.0 0.5 holdout');
}, 180_000);

let folder = '';
let server: Running;
let url = '';

beforeAll(async () => {
  const { bin } = await python('mlflow');
  const port = await freePort();
  folder = await mkdtemp(join(tmpdir(), 'signalbox-plain-'));
  url = `http://127.0.0.1:${port}`;
  const store = ['--backend-store-uri', `sqlite:///${folder}/mlflow.db`, '--default-artifact-root', `${folder}/files`];
  const args = [
    'server',
    ...store,
    '--no-serve-artifacts',
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--workers',
    '1',
  ];
  server = start(join(bin, 'mlflow'), args, { cwd: folder, env: settings });
  await until(() => fetch(`${url}/health`).then(({ ok }) => ok), { within: 180_000, every: 200 });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

test.each(['model', 'run'] as const)(
  'files that MLflow does not proxy are read through the server (%s)',
  async (style) => {
    const name = unique('direct');
    const { version, model } = versionIn(await inPython(train, url, name, style));
    const facts = await client(url).registry.facts(name, version, soon());
    expect(facts).toMatchObject({ modelId: model, metrics: [{ name: 'auc' }, { name: 'seconds' }] });
    expect(facts?.artifacts.manifest?.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['MLmodel', 'requirements.txt']),
    );
    expect(facts?.schema?.inputs).toContain('"x"');
    expect(facts?.environment?.python).toMatch(/^3\.\d+/);
    expect(facts?.environment?.requirements['scikit-learn']).toMatch(/^\d/);
    // The run as if it were registered: the same files, by the logged model's own routes.
    const { version: _, ...registered } = facts ?? { version };
    const changed = { registeredAt: expect.any(Number), description: '', tags: {}, url: null };
    const run = facts?.run?.id ?? '';
    expect(await client(url).registry.runFacts(run, name, soon())).toEqual({ ...registered, ...changed });
    expect(await client(url).registry.experimentOf(run, soon())).toBe(name);
  },
  120_000,
);

test("a run's own files, in folders, are read through the server as well", async () => {
  const name = unique('plain');
  const script = `
import sys, mlflow
mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment(sys.argv[2])
with mlflow.start_run() as run:
    mlflow.log_text("flavors: {}", "model/MLmodel")
    mlflow.log_text("deep", "model/a/b/c.txt")
client = mlflow.MlflowClient()
client.create_registered_model(sys.argv[2])
client.create_model_version(sys.argv[2], run.info.artifact_uri + "/model", run.info.run_id)
`;
  await inPython(script, url, name);
  const facts = await client(url).registry.facts(name, Version.parse('1'), soon());
  expect(facts?.artifacts.manifest?.map(({ path, bytes }) => [path, bytes])).toEqual([
    ['MLmodel', 11],
    ['a/b/c.txt', 4],
  ]);
  const { registry } = client(url);
  const run = facts?.run?.id ?? '';
  expect((await registry.runFacts(run, name, soon()))?.artifacts).toEqual(facts?.artifacts);
  expect(await registry.runArtifacts(run, soon())).toEqual([
    { path: 'model/MLmodel', bytes: 11 },
    { path: 'model/a/b/c.txt', bytes: 4 },
  ]);
  expect(await text(await registry.openRunArtifact(run, 'model/a/b/c.txt', soon()))).toBe('deep');
  await expect(registry.openRunArtifact(run, '../secret', soon())).rejects.toMatchObject({ retry: false });
}, 60_000);

test('of a run with more than a thousand files the first thousand are listed, those at its root before all others', async () => {
  const name = unique('many');
  const script = `
import sys, os, tempfile, mlflow
mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment(sys.argv[2])
with tempfile.TemporaryDirectory() as folder, mlflow.start_run() as run:
    for index in range(1005):
        os.makedirs(f"{folder}/a{index % 3}", exist_ok=True)
        open(f"{folder}/a{index % 3}/{index}.txt", "w").close()
    open(f"{folder}/zzz.txt", "w").close()
    mlflow.log_artifacts(folder)
    print("RUN", run.info.run_id)
`;
  const [, run = ''] = /RUN (\S+)/.exec(await inPython(script, url, name)) ?? [];
  const listed = await client(url).registry.runArtifacts(run, soon());
  expect(listed).toHaveLength(1_000);
  expect(listed[0]).toEqual({ path: 'zzz.txt', bytes: 0 });
}, 60_000);

test('a target that stores no files for us is told as that, with what to change', async () => {
  const staging = await mlflow('staging');
  const name = unique('nowhere');
  const ask = asker(staging.url);
  const { version } = await seedVersion(ask, name);
  const { registry } = client(staging.url, 'mlflow-staging');
  const source = await registry.facts(name, version, soon());
  if (source === null) throw new Error('no facts');
  const request = { release: someRelease(), from: registry, source, name, artifacts: source.artifacts.digest };
  const attempt = client(url).registry.copy(request, async () => soon(), soon());
  await expect(attempt).rejects.toMatchObject({
    code: 'registry_refused',
    details: { hint: expect.stringContaining('--artifacts-destination') },
  });
  await expect(asker(url)('GET', '/api/2.0/mlflow-artifacts/artifacts?path=x')).rejects.toThrow(': 503');
});
