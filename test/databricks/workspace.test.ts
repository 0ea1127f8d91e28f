import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startDatabricks } from '../../sandbox/databricks/server.ts';
import { addJob, emptyWorld } from '../../sandbox/databricks/world.ts';
import { type DatabricksAuth, databricksWorkspace } from '../../src/databricks/workspace.ts';
import type { Call } from '../../src/ports.ts';
import { silent } from '../fakes/log.ts';
import { until } from '../support/until.ts';

const servicePrincipal = { kind: 'service-principal', clientId: 'sp', clientSecret: 's:ecret' } as const;
const tokenPath = 'POST /oidc/v1/token';

/** A workspace on a clock of its own, which knows one service principal and the personal token `dapi`. */
async function asking(auth: DatabricksAuth = servicePrincipal) {
  const clock = { now: 1_700_000_000_000 };
  const now = () => clock.now;
  const world = emptyWorld();
  world.principals.set('sp', 's:ecret');
  world.tokens.set('dapi', { principal: 'ada', endsAt: Number.POSITIVE_INFINITY });
  const job = addJob(world, { parameters: [], runners: ['sp'] });
  const server = await startDatabricks(world, { now });
  onTestFinished(() => server.stop());
  const workspace = databricksWorkspace({ host: server.url, auth, log: silent, now });
  const call = (ms = 20_000): Call => ({ deadline: clock.now + ms });
  const query = { job_id: String(job) };
  const list = (how = call()) =>
    workspace.json(z.object({ has_more: z.boolean() }), { method: 'GET', path: '/api/2.2/jobs/runs/list', query }, how);
  const tokensAsked = () => server.asked.filter((one) => one === tokenPath).length;
  return { clock, world, server, list, call, tokensAsked };
}

test('a personal token is sent, and when it is refused there is no other', async () => {
  const { world, list, tokensAsked } = await asking({ kind: 'token', token: 'dapi' });
  expect((await list()).kind).toBe('ok');
  world.tokens.clear();
  expect(await list()).toMatchObject({ kind: 'refused', status: 403 });
  expect(tokensAsked()).toBe(0);
});

test('one token is asked for, however many wait for it, and used until it is due', async () => {
  const { clock, list, tokensAsked } = await asking();
  const answers = await Promise.all(Array.from({ length: 10 }, () => list()));
  expect(answers.map(({ kind }) => kind)).toEqual(answers.map(() => 'ok'));
  expect(tokensAsked()).toBe(1);
  clock.now += 3_600_000 * 0.79;
  await list();
  expect(tokensAsked()).toBe(1);
});

test('it is renewed before it ends', async () => {
  const { clock, list, server, tokensAsked } = await asking();
  await list();
  clock.now += 3_600_000 * 0.81;
  await list();
  expect(tokensAsked()).toBe(2);
  expect(server.asked.at(-2)).toBe(tokenPath);
});

test('one that cannot be renewed is used until it ends, and not longer', async () => {
  const { clock, list, server } = await asking();
  await list();
  const broken = () => server.faults.push({ at: '/oidc/', fault: { kind: 'status', status: 503 } });
  clock.now += 3_600_000 * 0.9;
  broken();
  expect((await list()).kind).toBe('ok');
  clock.now += 3_600_000 * 0.2;
  broken();
  await expect(list()).rejects.toMatchObject({ code: 'registry_unreachable', retry: true });
  expect((await list()).kind).toBe('ok');
});

test('one that is refused is renewed once, and the request made again', async () => {
  const { world, list, tokensAsked } = await asking();
  await list();
  for (const [token, grant] of world.tokens) world.tokens.set(token, { ...grant, endsAt: 0 });
  expect((await list()).kind).toBe('ok');
  expect(tokensAsked()).toBe(2);
  world.tokens.clear();
  expect((await list()).kind).toBe('ok');
  expect(tokensAsked()).toBe(3);
});

test('a workspace that refuses every token is asked twice, and no more', async () => {
  const { server, list, tokensAsked } = await asking();
  for (const _ of ['first', 'again']) server.faults.push({ at: 'runs/list', fault: { kind: 'status', status: 401 } });
  expect(await list()).toMatchObject({ kind: 'refused', status: 401 });
  expect(tokensAsked()).toBe(2);
  expect(server.asked).toHaveLength(4);
});

test('a secret that is wrong is a matter of credentials, and is not in the error', async () => {
  const { list } = await asking({ ...servicePrincipal, clientSecret: 'wr0ng' });
  const error = await list().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'registry_auth', retry: false });
  expect(JSON.stringify(error)).not.toContain('wr0ng');
});

test.each([
  ['a page to sign in', '<html>'],
  ['a token without an end', '{"access_token":"x","token_type":"Bearer"}'],
  ['a token of another type', '{"access_token":"x","token_type":"mac","expires_in":3600}'],
])('%s is no token', async (_, text) => {
  const { list, server } = await asking();
  server.faults.push({ at: '/oidc/', fault: { kind: 'text', text } });
  await expect(list()).rejects.toMatchObject({ code: 'registry_answer_malformed' });
});

test('who waits for a token waits no longer than their call; the others go on', async () => {
  const { server, list, call } = await asking();
  server.faults.push({ at: '/oidc/', fault: { kind: 'silence' } });
  const stop = new AbortController();
  const patient = list();
  const short = list(call(50));
  const stopped = list({ ...call(), signal: stop.signal });
  stop.abort();
  await expect(stopped).rejects.toMatchObject({ code: 'deadline_passed' });
  await expect(short).rejects.toMatchObject({ code: 'deadline_passed' });
  await until(async () => server.asked.includes(tokenPath), { within: 10_000 });
  server.closeConnections();
  await expect(patient).rejects.toMatchObject({ code: 'registry_unreachable' });
  expect((await list()).kind).toBe('ok');
});

test('a call whose time is up asks nothing', async () => {
  const { server, list, call } = await asking();
  await expect(list(call(-1))).rejects.toMatchObject({ code: 'deadline_passed' });
  expect(server.asked).toEqual([]);
});
