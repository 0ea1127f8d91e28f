import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { addWorkflow } from '../../sandbox/github/actions/world.ts';
import { startGitHub } from '../../sandbox/github/server.ts';
import { addRepository, emptyWorld } from '../../sandbox/github/world.ts';

const good = {
  'user-agent': 'signalbox',
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
  authorization: 'Bearer trains',
  'content-type': 'application/json',
};
const inputs = { environment: 'staging', model: 'churn', commit: 'a', release: 'r', correlation_id: 'r-1' };
const dispatch = { ref: 'main', inputs };
const dispatches = '/repos/acme/churn/actions/workflows/train.yml/dispatches';

async function github() {
  const world = emptyWorld();
  world.tokens.set('trains', []);
  world.tokens.set('reads', []);
  const { actions } = addRepository(world, 'acme/churn', ['a'.repeat(40)]);
  addWorkflow(actions, 'train.yml');
  actions.writers.add('trains');
  const server = await startGitHub(world);
  onTestFinished(() => server.stop());
  const ask = async (method: 'GET' | 'POST', path: string, headers: Readonly<Record<string, string>>, body = '') => {
    const answer = await request(server.url + path, { method, headers, ...(body && { body }) });
    const text = await answer.body.text();
    return { status: answer.statusCode, text, etag: z.string().optional().parse(answer.headers['etag']) };
  };
  return { ask, actions };
}

const without = (name: keyof typeof good) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));

test.each([
  ['no User-Agent', without('user-agent'), dispatch, 403],
  ['another Accept', { ...good, accept: '*/*' }, dispatch, 415],
  ['no version', without('x-github-api-version'), dispatch, 400],
  ['a version that is none', { ...good, 'x-github-api-version': '2020-01-01' }, dispatch, 400],
  ['no token', without('authorization'), dispatch, 401],
  ['an unknown token', { ...good, authorization: 'Bearer nobody' }, dispatch, 401],
  ['a token that may only read', { ...good, authorization: 'Bearer reads' }, dispatch, 404],
  ['a body that is not called JSON', without('content-type'), dispatch, 415],
  ['no ref', good, { inputs }, 422],
  ['a key that GitHub does not know', good, { ...dispatch, commit: 'a' }, 422],
  ['an input that is no text', good, { ...dispatch, inputs: { ...inputs, model: 7 } }, 422],
  ['an input that the workflow does not declare', good, { ...dispatch, inputs: { ...inputs, more: 'x' } }, 422],
  ['an input that is missing', good, { ...dispatch, inputs: { ...inputs, commit: '' } }, 422],
  ['a branch that is not there', good, { ...dispatch, ref: 'nowhere' }, 422],
  ['a commit as the ref', good, { ...dispatch, ref: 'a'.repeat(40) }, 422],
])('a dispatch with %s is refused', async (_, headers, body, status) => {
  const { ask, actions } = await github();
  expect(await ask('POST', dispatches, headers, JSON.stringify(body))).toMatchObject({ status });
  expect(actions.runs).toEqual([]);
});

test('a dispatch is taken with an empty answer, or with its run when that is asked for', async () => {
  const { ask } = await github();
  expect(await ask('POST', dispatches, good, JSON.stringify(dispatch))).toMatchObject({ status: 204, text: '' });
  const told = await ask('POST', dispatches, good, JSON.stringify({ ...dispatch, return_run_details: true }));
  expect(told.status).toBe(200);
  expect(JSON.parse(told.text)).toMatchObject({ workflow_run_id: 16_000_000_002, html_url: expect.any(String) });
});

test.each([
  ['event=workflow_dispatch', 1],
  ['event=push', 0],
  ['branch=main', 1],
  ['branch=other', 0],
  ['status=queued', 1],
  ['status=completed', 0],
  ['created=%3E%3D2020-01-01', 1],
  ['created=%3C%3D2020-01-01', 0],
  ['created=2020-01-01..2199-01-01T00:00:00Z', 1],
  ['per_page=1&page=2', 1],
])('runs listed by %s: %i', async (query, total_count) => {
  const { ask } = await github();
  await ask('POST', dispatches, good, JSON.stringify(dispatch));
  const { text } = await ask('GET', `/repos/acme/churn/actions/workflows/train.yml/runs?${query}`, good);
  expect(JSON.parse(text)).toMatchObject({ total_count });
});

test.each(['created=yesterday', 'per_page=101', 'page=0', 'sort=asc'])('a list by %s is refused', async (query) => {
  const { ask } = await github();
  const { status } = await ask('GET', `/repos/acme/churn/actions/workflows/train.yml/runs?${query}`, good);
  expect(status).toBe(422);
});

test('what has not changed is not sent again', async () => {
  const { ask } = await github();
  const path = '/repos/acme/churn/actions/workflows/train.yml/runs';
  const { etag = '' } = await ask('GET', path, good);
  expect(await ask('GET', path, { ...good, 'if-none-match': etag })).toMatchObject({ status: 304, text: '' });
  await ask('POST', dispatches, good, JSON.stringify(dispatch));
  expect(await ask('GET', path, { ...good, 'if-none-match': etag })).toMatchObject({ status: 200 });
});
