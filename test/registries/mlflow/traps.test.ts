import { Agent } from 'undici';
import { expect, test } from 'vitest';
import { type Http, http } from '../../../src/http.ts';
import { memoryCache } from '../../../src/registries/manifest-cache.ts';
import { mlflowRegistry } from '../../../src/registries/mlflow/mlflow-registry.ts';
import { Version } from '../../../src/release/ids.ts';
import { mlflow, unique } from '../../support/mlflow.ts';
import { client, silent, soon } from './client.ts';
import { asker, plainMlmodel, seedVersion } from './seed.ts';

/** What MLflow 3.18.0 does that one would not expect, each seen on the real server, and what the adapter makes of it. */
async function staging() {
  const { url } = await mlflow('staging');
  return { url, ask: asker(url), ...client(url) };
}

test('a version is read with three requests, plus its listing and files the first time', async () => {
  const { ask, registry, asked } = await staging();
  const name = unique('budget');
  const files = { MLmodel: plainMlmodel, 'model.pkl': 'x', 'a/b.txt': 'y' };
  const { version } = await seedVersion(ask, name, { files, metrics: [{ key: 'auc', value: 0.9 }] });
  await registry.facts(name, version, soon());
  expect(asked).toHaveLength(3 + 2 + 3);
  asked.length = 0;
  await registry.facts(name, version, soon());
  expect(asked.map((request) => request.split('/').slice(4, 6).join('/')).sort()).toEqual([
    expect.stringMatching(/^logged-models/),
    'model-versions/get',
    'runs/get',
  ]);
});

test('what was hashed before environments were read has only those files read once more', async () => {
  const { ask, registry, asked, cache } = await staging();
  const name = unique('older');
  const files = { MLmodel: plainMlmodel, 'model.pkl': 'weights', 'requirements.txt': 'numpy==2.1.0' };
  const { version } = await seedVersion(ask, name, { files });
  const put = cache.put.bind(cache);
  cache.put = (key, { texts: _, ...older }) => put(key, older);
  await registry.facts(name, version, soon());
  cache.put = put;
  asked.length = 0;
  const facts = await registry.facts(name, version, soon());
  expect(facts?.environment).toEqual({ python: null, requirements: { numpy: '2.1.0' } });
  expect(asked.filter((request) => request.includes('/artifacts/'))).toEqual([
    expect.stringMatching(/requirements\.txt$/),
  ]);
  asked.length = 0;
  expect(await registry.facts(name, version, soon())).toEqual(facts);
  expect(asked).toHaveLength(3);
});

test('every other call costs one request; tags cost two more than they change', async () => {
  const { ask, registry, asked } = await staging();
  const name = unique('calls');
  const { version } = await seedVersion(ask, name);
  const costs = async (work: () => Promise<unknown>) => {
    asked.length = 0;
    await work();
    return asked.length;
  };
  expect(await costs(() => registry.aliases(name, soon()))).toBe(1);
  expect(await costs(() => registry.setAlias(name, 'champion', version, soon()))).toBe(1);
  expect(await costs(() => registry.deleteAlias(name, 'champion', soon()))).toBe(1);
  expect(await costs(() => registry.versions(name, soon()))).toBe(1);
  expect(await costs(() => registry.scan(soon()))).toBe(1);
  expect(await costs(() => registry.setTags(name, version, { a: '1', b: '2' }, soon()))).toBe(4);
  expect(await costs(() => registry.setTags(name, version, { a: '1', b: '2' }, soon()))).toBe(1);
  expect(await costs(() => registry.describe(name, version, 'd', soon()))).toBe(2);
});

test('a logged model stores NaN as 0: it reads as NaN, and a true 0 as 0', async () => {
  const { ask, registry } = await staging();
  const name = unique('nan');
  const metrics = [
    { key: 'loss', value: 'NaN', dataset: 'a' },
    { key: 'loss', value: 0, dataset: 'b' },
    { key: 'high', value: 'Infinity' },
    { key: 'low', value: '-Infinity', run: true },
    { key: 'run_nan', value: 'NaN', run: true },
  ];
  const { version } = await seedVersion(ask, name, { metrics });
  const facts = await registry.facts(name, version, soon());
  expect(facts?.metrics.map((metric) => [metric.name, metric.value, metric.dataset?.name])).toEqual([
    ['high', 'Infinity', undefined],
    ['loss', 'NaN', 'a'],
    ['loss', 0, 'b'],
    ['low', '-Infinity', undefined],
    ['run_nan', 'NaN', undefined],
  ]);
});

test("the logged model's metric counts before the run's, and its last step before its best", async () => {
  const { ask, registry } = await staging();
  const name = unique('steps');
  const metrics = [
    { key: 'auc', value: 0.95, step: 1 },
    { key: 'auc', value: 0.9, step: 2 },
    { key: 'auc', value: 0.1, step: 3, run: true },
  ];
  const { version } = await seedVersion(ask, name, { metrics });
  expect((await registry.facts(name, version, soon()))?.metrics).toEqual([{ name: 'auc', value: 0.9, dataset: null }]);
});

test('a version logged as MLflow 2 does has its facts from the run alone', async () => {
  const { ask, registry } = await staging();
  const name = unique('v2');
  const metrics = [{ key: 'auc', value: 0.9 }];
  const { version } = await seedVersion(ask, name, { shape: 'run-only', metrics, params: { C: '1' } });
  const facts = await registry.facts(name, version, soon());
  expect(facts).toMatchObject({
    modelId: null,
    metrics: [{ name: 'auc', value: 0.9 }],
    params: { C: '1' },
    artifacts: { files: 2 },
  });
  expect(facts?.schema).toEqual({
    inputs: expect.stringContaining('double'),
    outputs: '[{"type": "double"}]',
    params: null,
  });
});

test("OSS servers do not return model_id: it is found by source, by a copy's files, by MLmodel, by the run's models", async () => {
  const { ask, registry } = await staging();
  const name = unique('ids');
  const direct = await seedVersion(ask, name);
  await ask('POST', '/model-versions/create', { name, source: `models:/${name}/1` });
  await ask('POST', '/model-versions/create', { name, source: `models:/${name}/2` });
  const { model_version } = JSON.parse(JSON.stringify(await ask('GET', `/model-versions/get?name=${name}&version=1`)));
  expect(model_version).not.toHaveProperty('model_id');
  for (const number of ['1', '2', '3']) {
    expect((await registry.facts(name, Version.parse(number), soon()))?.modelId).toBe(direct.model);
  }
  const other = unique('ids');
  const plain = await seedVersion(ask, other, { shape: 'run-only', files: { MLmodel: `model_id: ${direct.model}\n` } });
  expect((await registry.facts(other, plain.version, soon()))?.modelId).toBe(direct.model);
});

test.each(['logged-model', 'run-only'] as const)(
  '`runs:/` sources, which the server itself cannot read, are resolved (%s)',
  async (shape) => {
    const { ask, registry } = await staging();
    const name = unique('runs');
    const { version, model } = await seedVersion(ask, name, { shape, source: 'runs' });
    const facts = await registry.facts(name, version, soon());
    expect(facts).toMatchObject({ modelId: model, artifacts: { files: 2 } });
  },
);

test('a version is pending while its logged model is, and nothing unfinished is remembered', async () => {
  const { ask, registry } = await staging();
  const name = unique('pending');
  const { version, model, root } = await seedVersion(ask, name, { running: true });
  await ask('PATCH', `/logged-models/${model}`, { model_id: model, status: 'LOGGED_MODEL_PENDING' });
  const before = await registry.facts(name, version, soon());
  expect(before).toMatchObject({ status: 'pending', run: { status: 'running' } });
  await ask('PUT', `/api/2.0/mlflow-artifacts/artifacts/${root}/late.bin`, Buffer.from('late'));
  expect((await registry.facts(name, version, soon()))?.artifacts.files).toBe(3);
});

test('a model too large for one call is read on where the last call ended', async () => {
  const { url, ask } = await staging();
  const name = unique('slow');
  const files = Object.fromEntries(['a', 'b', 'c'].map((file) => [`${file}.bin`, Buffer.alloc(9_000_000, file)]));
  const { version } = await seedVersion(ask, name, { files });
  const inner = http({ baseUrl: url, auth: { kind: 'none' }, log: silent });
  const opened: string[] = [];
  const cut: Http = {
    ...inner,
    stream: async (request, call) => {
      opened.push(request.path.slice(-5));
      if (opened.length === 3) throw new Error('time is up');
      return inner.stream(request, call);
    },
  };
  const registry = mlflowRegistry({ name: 'm', http: cut, cache: memoryCache() });
  await expect(registry.facts(name, version, soon())).rejects.toThrow('time is up');
  expect((await registry.facts(name, version, soon()))?.artifacts).toMatchObject({ files: 3, bytes: 27_000_000 });
  expect(opened).toEqual(['a.bin', 'b.bin', 'c.bin', 'c.bin']);
});

test('git tags, the person who ran it, data sets and links', async () => {
  const { url, ask } = await staging();
  const { registry } = client(url, 'm', { publicUrl: 'https://models.corp.example/' });
  const name = unique('a model');
  const runTags = {
    'mlflow.source.git.commit': 'c'.repeat(40),
    'mlflow.source.git.branch': 'main',
    'mlflow.source.git.repoURL': 'git@corp:churn',
    'mlflow.source.git.dirty': 'True',
    'git.commit.author': 'kim@corp.example',
    'signalbox.secret': 'x',
  };
  const { version, run } = await seedVersion(ask, name, {
    runTags,
    datasets: [{ name: 'd', digest: 'x1', context: 'training' }],
  });
  const facts = await registry.facts(name, version, soon());
  expect(facts?.run).toMatchObject({
    id: run,
    user: 'pat@corp.example',
    commit: 'c'.repeat(40),
    commitAuthor: 'kim@corp.example',
    branch: 'main',
    repository: 'git@corp:churn',
    dirty: true,
  });
  expect(facts?.run?.tags).not.toHaveProperty('signalbox.secret');
  expect(facts?.run?.url).toMatch(/^https:\/\/models\.corp\.example\/#\/experiments\/\d+\/runs\//);
  expect(facts?.url).toBe(`https://models.corp.example/#/models/${encodeURIComponent(name)}/versions/1`);
  expect(facts?.datasets).toEqual([{ name: 'd', digest: 'x1', context: 'training' }]);
});

test.each([`it's`, `say "it"`, `both ' and "`, 'spaces & 100% é'])('a model may be called %s', async (word) => {
  const { ask, registry } = await staging();
  const name = unique(word);
  const { version } = await seedVersion(ask, name, { shape: 'run-only' });
  await seedVersion(ask, name.replaceAll('"', "'"), { shape: 'run-only' });
  await registry.setAlias(name, 'champion', version, soon());
  expect(await registry.aliases(name, soon())).toEqual(new Map([['champion', version]]));
  expect((await registry.versions(name, soon())).map((found) => found.version)).toContain(version);
});

test('deleting an aliased version drops its alias (older servers left it dangling), and its number is never used again', async () => {
  const { ask, registry } = await staging();
  const name = unique('gone');
  const { version } = await seedVersion(ask, name);
  await registry.setAlias(name, 'champion', version, soon());
  await ask('DELETE', '/model-versions/delete', { name, version });
  expect(await registry.aliases(name, soon())).toEqual(new Map());
  expect((await seedVersion(ask, name)).version).toBe('2');
});

test('the bare server: numbers for versions, DELETE by query and unknown aliases are 400, and an empty list is left out', async () => {
  const { ask } = await staging();
  const name = unique('bare');
  await seedVersion(ask, name);
  await expect(ask('POST', '/registered-models/alias', { name, alias: 'a', version: 1 })).rejects.toThrow(': 400');
  await expect(ask('DELETE', `/registered-models/alias?name=${name}&alias=a`)).rejects.toThrow(': 400');
  await expect(ask('GET', `/registered-models/alias?name=${name}&alias=a`)).rejects.toThrow(': 400');
  expect(await ask('GET', `/model-versions/search?filter=${encodeURIComponent(`name = '${unique('no')}'`)}`)).toEqual(
    {},
  );
});

test('the bare server: what a new version may come from, which metrics a logged model takes, which file names it keeps', async () => {
  const { ask } = await staging();
  const name = unique('strict');
  const { run, model, root } = await seedVersion(ask, name);
  const other = await seedVersion(ask, unique('strict'));
  const create = (body: object) => ask('POST', '/model-versions/create', { name, ...body });
  await expect(create({ source: 'mlflow-artifacts:/1/elsewhere', run_id: run })).rejects.toThrow(': 400');
  await expect(create({ source: `models:/${name}/1`, run_id: other.run })).rejects.toThrow(': 400');
  await expect(create({ source: `models:/${name}/1`, run_id: run, model_id: model })).rejects.toThrow(': 400');
  await expect(create({ source: `models:/${name}/77` })).rejects.toThrow(': 404');
  expect(await create({ source: `models:/${name}/1` })).toMatchObject({ model_version: { run_id: run } });
  const metric = { key: 'auc', value: 0.5, timestamp: 1, step: 0, model_id: model };
  const log = (dataset: string) =>
    ask('POST', '/runs/log-batch', {
      run_id: run,
      metrics: [{ ...metric, dataset_name: dataset, dataset_digest: 'x' }],
    });
  await log('a');
  await expect(log('b')).rejects.toThrow(': 400');
  const file = `/api/2.0/mlflow-artifacts/artifacts/${root}`;
  await expect(ask('PUT', `${file}/a%23b`, Buffer.from('x'))).rejects.toThrow(': 400');
  await ask('PUT', `${file}/a%2520b`, Buffer.from('x'));
  expect(JSON.stringify(await ask('GET', `/api/2.0/mlflow-artifacts/artifacts?path=${root}`))).toContain('"a b"');
});

test('a host name the server does not know is told as that, though its health page is green', async () => {
  const { url } = await staging();
  const lookup = (
    _: string,
    __: object,
    found: (error: null, addresses: { address: string; family: number }[]) => void,
  ) => found(null, [{ address: '127.0.0.1', family: 4 }]);
  const dispatcher = new Agent({ connect: { lookup } });
  const baseUrl = url.replace('127.0.0.1', 'mlflow.internal');
  const strange = http({ baseUrl, auth: { kind: 'none' }, log: silent, dispatcher });
  expect(await strange.text({ method: 'GET', path: '/health' }, soon())).toEqual({ kind: 'ok', value: 'OK' });
  const registry = mlflowRegistry({ name: 'm', http: strange, cache: memoryCache() });
  const host = new URL(baseUrl).host;
  await expect(registry.probe(soon())).rejects.toMatchObject({ code: 'registry_host_header', details: { host } });
  await dispatcher.close();
});

test("an address that is not the API's is told, not taken for an empty registry", async () => {
  const { url } = await staging();
  const { registry } = client(`${url}/wrong`);
  await expect(registry.aliases('m', soon())).rejects.toMatchObject({ code: 'registry_refused' });
  await expect(registry.facts('m', Version.parse('1'), soon())).rejects.toMatchObject({ code: 'registry_refused' });
});

test('all models are scanned, beyond the hundred that MLflow lists unasked', async () => {
  const { ask, registry } = await staging();
  const word = unique('many');
  await Promise.all(
    Array.from({ length: 120 }, (_, index) => ask('POST', '/registered-models/create', { name: `${word}-${index}` })),
  );
  expect((await registry.scan(soon())).filter(({ name }) => name.startsWith(word))).toHaveLength(120);
});
