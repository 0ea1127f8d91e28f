import { MockAgent } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { http } from '../../../src/http.ts';
import { memoryCache } from '../../../src/registries/manifest-cache.ts';
import { leash } from '../../../src/registries/mlflow/leash.ts';
import { mlflowRegistry } from '../../../src/registries/mlflow/mlflow-registry.ts';
import { readMlmodel } from '../../../src/registries/mlflow/mlmodel.ts';
import { proxiedPath } from '../../../src/registries/mlflow/place.ts';
import { Version } from '../../../src/release/ids.ts';
import { silent, soon } from './client.ts';

const origin = 'http://mlflow.test';
const api = '/api/2.0/mlflow';

let agent: MockAgent;
beforeEach(() => {
  agent = new MockAgent();
  agent.disableNetConnect();
});
afterEach(() => agent.close());

function registry() {
  const client = http({ baseUrl: origin, auth: { kind: 'none' }, log: silent, dispatcher: agent });
  return mlflowRegistry({ name: 'm', http: client, cache: memoryCache() });
}

function answers(path: string, status: number, body: object | string) {
  agent
    .get(origin)
    .intercept({ path: (asked) => asked.startsWith(api + path) })
    .reply(status, body);
}

describe('servers that are not as they should be', () => {
  test('a page token that comes again ends the paging', async () => {
    for (const _ of [1, 2, 3]) {
      answers('/registered-models/search', 200, { registered_models: [{ name: 'm' }], next_page_token: 'MA==' });
    }
    expect(await registry().scan(soon())).toHaveLength(1);
  });

  test("a 404 that is not MLflow's own is a wrong address, not an absent model", async () => {
    answers('/registered-models/get', 404, '<!doctype html>');
    await expect(registry().aliases('m', soon())).rejects.toMatchObject({ code: 'registry_refused' });
  });

  test('an older server keeps aliases of deleted versions: they read as they are, their version as none', async () => {
    const aliases = [{ alias: 'champion', version: '4' }];
    answers('/registered-models/get', 200, { registered_model: { name: 'm', aliases } });
    answers('/model-versions/get', 404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: '' });
    expect(await registry().aliases('m', soon())).toEqual(new Map([['champion', '4']]));
    expect(await registry().facts('m', Version.parse('4'), soon())).toBeNull();
  });

  test('what was logged of a version: its model in any run, and the run that made it, a lost NaN found again', async () => {
    answers('/model-versions/get', 200, {
      model_version: { name: 'm', version: '4', run_id: 'made', source: 'models:/m-abc', creation_timestamp: 1 },
    });
    answers('/runs/get', 200, { run: { info: { run_id: 'made', experiment_id: '1', status: 'FINISHED' } } });
    const logged = (timestamp: number, value: number, run_id: string) => ({
      ...{ key: 'auc', timestamp, value, step: 0, run_id },
    });
    answers('/logged-models/m-abc', 200, {
      model: {
        info: { model_id: 'm-abc', artifact_uri: 'mlflow-artifacts:/x' },
        data: {
          metrics: [logged(300, 0, 'later'), logged(100, 0.9, 'made'), { ...logged(200, 0.1, 'made'), key: 'f1' }],
        },
      },
    });
    answers('/metrics/get-history?max_results=1000&metric_key=auc&run_id=later', 200, {
      metrics: [{ ...logged(300, 0, 'later'), value: 'NaN' }],
    });
    answers('/metrics/get-history?max_results=1000&metric_key=auc&run_id=made', 200, {
      metrics: [logged(100, 0.9, 'made'), logged(200, 0.8, 'made')],
    });
    expect(await registry().metricHistory('m', Version.parse('4'), 'auc', soon())).toEqual([
      { at: 100, value: 0.9 },
      { at: 200, value: 0.8 },
      { at: 300, value: 'NaN' },
    ]);
  });

  test.each([404, 501])('webhooks answered with %i are not supported there', async (status) => {
    answers('/webhooks', status, '<!doctype html>');
    expect(await registry().ensureWebhook('https://s.test/', 'secret', soon())).toBe('not-supported');
  });

  test('a host name that the server does not know is not taken for "no webhooks allowed"', async () => {
    answers('/webhooks', 403, 'Invalid Host header - possible DNS rebinding attack detected');
    const ensured = registry().ensureWebhook('https://s.test/', 'secret', soon());
    await expect(ensured).rejects.toMatchObject({ code: 'registry_host_header' });
  });

  test('a listing that climbs out of its folder is not followed', async () => {
    const version = { name: 'm', version: '1', creation_timestamp: 1, source: 'mlflow-artifacts:/1/a' };
    answers('/model-versions/get', 200, { model_version: version });
    agent
      .get(origin)
      .intercept({ path: /mlflow-artifacts/ })
      .reply(200, { files: [{ path: '../secret', is_dir: false }] });
    const facts = registry().facts('m', Version.parse('1'), soon());
    await expect(facts).rejects.toMatchObject({ code: 'registry_answer_malformed' });
  });
});

describe('an MLmodel file', () => {
  test('gives the signature as it was logged', () => {
    const text = `model_id: m-1\nsignature:\n  inputs: '[{"name": "x"}]'\n  outputs: null\n`;
    expect(readMlmodel(text)).toEqual({
      modelId: 'm-1',
      schema: { inputs: '[{"name": "x"}]', outputs: null, params: null },
    });
  });
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]',
    'c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]',
    'd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]',
  ];
  test.each([
    ['none', null],
    ['empty', ''],
    ['no YAML', 'a: [b'],
    ['a list', '- a'],
    ['a bomb', bomb.join('\n')],
    ['a tag of Python', '!!python/object/apply:os.system ["true"]'],
  ])('%s tells nothing', (_, text) => expect(readMlmodel(text)).toEqual({ modelId: null, schema: null }));
});

test.each([
  ['mlflow-artifacts:/1/x/artifacts', '1/x/artifacts'],
  ['mlflow-artifacts://host:5000/1/x/', '1/x'],
  ['s3://bucket/1/x', null],
  ['/var/mlruns/1', null],
])('%s is proxied as %s', (uri, path) => expect(proxiedPath(uri)).toBe(path));

describe('a leash', () => {
  test('tells how far it is every three seconds, and lives as long as the newest lease', async () => {
    let clock = 1_000_000;
    const told: number[] = [];
    const progress = async (done: number) => {
      told.push(done);
      return { deadline: clock + 10_000 };
    };
    const held = leash({ deadline: clock + 10_000 }, progress, 100, () => clock);
    for (const done of [1, 2, 3, 4, 5, 6, 7]) {
      clock += 1_000;
      await held.at(done);
    }
    expect(told).toEqual([3, 6]);
    expect(held.call.signal?.aborted).toBe(false);
    held.end();
  });

  test('ends with its lease', async () => {
    const held = leash(soon(20), async () => soon(), 1);
    await new Promise((resolve) => held.call.signal?.addEventListener('abort', resolve));
    expect(held.call.signal?.reason).toMatchObject({ code: 'deadline_passed' });
  });

  test('ends when the call it was given is cancelled', () => {
    const cancelled = new AbortController();
    const held = leash({ ...soon(), signal: cancelled.signal }, async () => soon(), 1);
    cancelled.abort(new Error('shutting down'));
    expect(held.call.signal?.reason).toMatchObject({ message: 'shutting down' });
    held.end();
  });
});
