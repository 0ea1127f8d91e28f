import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { mlflowSource } from '../../../src/registries/mlflow/source.ts';
import { mlflow, unique } from '../../support/mlflow.ts';
import { until } from '../../support/until.ts';
import { client, soon } from './client.ts';
import { asker, seedVersion } from './seed.ts';

const received: { headers: IncomingHttpHeaders; body: Buffer; url: string | undefined }[] = [];
const listener = createServer(async (request, response) => {
  const body = Buffer.concat(await Array.fromAsync(request, (chunk: Buffer) => chunk));
  received.push({ headers: request.headers, body, url: request.url });
  response.end();
});
let address = '';

beforeAll(async () => {
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const bound = listener.address();
  address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`;
});
afterAll(async () => {
  const { url } = await mlflow('staging');
  const ask = asker(url);
  for (const { webhook_id } of (await hooks()).filter(({ url: to }) => to.startsWith(address))) {
    await ask('DELETE', `/webhooks/${webhook_id}`, {});
  }
  listener.closeAllConnections();
  listener.close();
});

const Hooks = z.object({
  webhooks: z
    .array(
      z.object({
        webhook_id: z.string(),
        name: z.string(),
        url: z.string(),
        status: z.string(),
        events: z.array(z.unknown()),
      }),
    )
    .default([]),
});

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, String(value)]));
}

async function hooks() {
  const { url } = await mlflow('staging');
  return Hooks.parse(await asker(url)('GET', '/webhooks')).webhooks;
}

test('what MLflow delivers is what the source reads, signed with the secret it was given', async () => {
  const { url } = await mlflow('staging');
  const ask = asker(url);
  const { registry } = client(url, 'staging');
  const to = `${address}/read`;
  expect(await registry.ensureWebhook(to, 'the secret', soon())).toBe('created');
  const name = unique('hooké');
  const { version } = await seedVersion(ask, name);
  await registry.setAlias(name, 'champion', version, soon());
  await registry.deleteAlias(name, 'champion', soon());
  const source = mlflowSource({ registry: 'staging', secrets: ['a newer one', 'the secret'] });
  const read = await until(() => {
    const requests = received
      .filter((got) => got.url === '/read')
      .map(({ headers, body }) => source.read(plain(headers), body, Date.now()))
      .flatMap((reading) => (reading.kind === 'deliveries' ? reading.deliveries : []))
      .map(({ request }) => request)
      .filter((request) => 'name' in request && request.name === name);
    return requests.length >= 3 && requests;
  });
  expect(new Set(read)).toEqual(
    new Set([
      { kind: 'version-registered', registry: 'staging', name, version },
      { kind: 'alias-moved', registry: 'staging', name, alias: 'champion', version },
      { kind: 'alias-moved', registry: 'staging', name, alias: 'champion', version: null },
    ]),
  );
});

test('the test button is recognised', async () => {
  const { url } = await mlflow('staging');
  const { registry } = client(url, 'staging');
  const to = `${address}/button`;
  await registry.ensureWebhook(to, 'the secret', soon());
  const hook = (await hooks()).find((known) => known.url === to);
  await asker(url)('POST', `/webhooks/${hook?.webhook_id}/test`, {});
  const got = await until(() => received.find((each) => each.url === '/button'));
  const reading = mlflowSource({ registry: 'staging', secrets: ['the secret'] }).read(
    plain(got.headers),
    got.body,
    Date.now(),
  );
  expect(reading).toEqual({ kind: 'ignored', why: 'a test delivery' });
});

test('there is one webhook however many processes start at once, and repairs keep it', async () => {
  const { url } = await mlflow('staging');
  const to = `${address}/once`;
  const all = ['a', 'b', 'c'].map(() => client(url, 'staging').registry);
  await Promise.all(all.map((registry) => registry.ensureWebhook(to, 's', soon())));
  const mine = async () => (await hooks()).filter((known) => known.url === to);
  const [hook, ...others] = await mine();
  expect(others).toEqual([]);
  await asker(url)('PATCH', `/webhooks/${hook?.webhook_id}`, {
    status: 'DISABLED',
    events: [{ entity: 'MODEL_VERSION', action: 'CREATED' }],
  });
  expect(await all[0]?.ensureWebhook(to, 's', soon())).toBe('present');
  expect(await mine()).toEqual([hook]);
});

test('a new secret is given to the webhook that is there', async () => {
  const { url } = await mlflow('staging');
  const { registry } = client(url, 'staging');
  const to = `${address}/rotated`;
  await registry.ensureWebhook(to, 'old', soon());
  expect(await registry.ensureWebhook(to, 'new', soon())).toBe('present');
  const name = unique('rotated');
  await asker(url)('POST', '/registered-models/create', { name });
  await asker(url)('POST', '/model-versions/create', { name, source: 's3://nowhere/x' });
  const got = await until(() => received.find((each) => each.url === '/rotated' && each.body.includes(name)));
  const read = (secret: string) =>
    mlflowSource({ registry: 'staging', secrets: [secret] }).read(plain(got.headers), got.body, Date.now()).kind;
  expect([read('old'), read('new')]).toEqual(['forged', 'deliveries']);
});

test('an address that the server may not call is refused with what to set', async () => {
  const { url } = await mlflow('staging');
  const { registry } = client(url, 'staging');
  const attempt = registry.ensureWebhook('ftp://127.0.0.1/x', 's', soon());
  await expect(attempt).rejects.toMatchObject({
    code: 'registry_refused',
    details: { hint: expect.stringContaining('MLFLOW_WEBHOOK_ALLOWED_SCHEMES') },
  });
});
