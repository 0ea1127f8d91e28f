import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { request } from 'undici';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { mlflow, unique } from './mlflow.ts';

type Delivery = { readonly headers: IncomingMessage['headers']; readonly body: string };

async function post(
  url: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  const sent = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  } as const;
  const answer = await request(url, sent);
  return { status: answer.statusCode, body: await answer.body.text() };
}

async function receiver(): Promise<{ url: string; first: Promise<Delivery> }> {
  const { promise: first, resolve } = Promise.withResolvers<Delivery>();
  const server = createServer(async (incoming, response) => {
    resolve({ headers: incoming.headers, body: await text(incoming) });
    response.end();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`, first };
}

describe('the shared MLflow servers', () => {
  let url = '';
  beforeAll(async () => {
    ({ url } = await mlflow('staging'));
  });

  test('are the pinned version', async () => {
    const answer = await request(`${url}/version`);
    expect(await answer.body.text()).toBe('3.18.0');
  });

  test('send signed webhooks to a loopback address at once', async () => {
    const hook = await receiver();
    const registered = await post(`${url}/api/2.0/mlflow/webhooks`, {
      name: unique('hook'),
      url: hook.url,
      secret: 'a-secret',
      events: [{ entity: 'REGISTERED_MODEL', action: 'CREATED' }],
    });
    expect(registered).toMatchObject({ status: 200 });
    const name = unique('churn');
    expect(await post(`${url}/api/2.0/mlflow/registered-models/create`, { name })).toMatchObject({ status: 200 });
    const { headers, body } = await hook.first;
    expect(JSON.parse(body)).toMatchObject({ entity: 'registered_model', data: { name } });
    const signed = `${headers['x-mlflow-delivery-id']}.${headers['x-mlflow-timestamp']}.${body}`;
    const mac = createHmac('sha256', 'a-secret').update(signed).digest('base64');
    expect(headers['x-mlflow-signature']).toBe(`v1,${mac}`);
    const { webhook_id } = JSON.parse(registered.body).webhook;
    await request(`${url}/api/2.0/mlflow/webhooks/${webhook_id}`, {
      method: 'DELETE',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
  });
});

test('the basic-auth server knows its administrator and refuses strangers', async () => {
  const { url, admin } = await mlflow('basic-auth');
  const search = `${url}/api/2.0/mlflow/registered-models/search?max_results=1`;
  const stranger = await request(search);
  await stranger.body.dump();
  expect(stranger.statusCode).toBe(401);
  const authorization = `Basic ${Buffer.from(`${admin?.username}:${admin?.password}`).toString('base64')}`;
  const known = await request(search, { headers: { authorization } });
  await known.body.dump();
  expect(known.statusCode).toBe(200);
}, 180_000);
