import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { runEvent, signedHook } from '../../../sandbox/github/actions/hooks.ts';
import { begin } from '../../../sandbox/github/actions/runs.ts';
import { addWorkflow, courses, emptyActions } from '../../../sandbox/github/actions/world.ts';
import { readWorkflowRun } from '../../../src/trainers/github-actions/hook.ts';
import { until } from '../../support/until.ts';
import { onGitHub, someOrder, soon } from './on-github.ts';

const read = readWorkflowRun;
const secret = 'old and new are both known';
const delivery = '72d3162e-cc78-11e3-81ab-4c9367dc0958';

/** What GitHub says of a run that bears this correlation id. */
function event(correlation_id: string, differs: object = {}): string {
  const actions = emptyActions();
  const workflow = addWorkflow(actions, 'train.yml');
  const beginning = { name: 'acme/churn', workflow, ref: 'main', sha: 'a'.repeat(40), inputs: { correlation_id } };
  const run = begin(actions, beginning, { course: courses.slow });
  return JSON.stringify({ ...runEvent('acme/churn', run, 'completed'), ...differs });
}

/** A delivery as it arrives. */
function sent(text: string, name = 'workflow_run', key = secret) {
  const { headers, body } = signedHook(name, text, key, delivery);
  return { headers, body: Buffer.from(body) };
}

test.each(['requested', 'in_progress', 'completed'])('a run that is %s is a hint to look at its training', (action) => {
  const { headers, body } = sent(event('r-0123456789-12', { action }));
  expect(read(headers, body, ['another', secret])).toEqual({
    kind: 'hint',
    delivery,
    release: 'r-0123456789',
    attempt: 12,
  });
});

test('a run that validates is a hint, too, and names the version', () => {
  const { headers, body } = sent(event('r-0123456789-v14-2'));
  const validates = { kind: 'hint', delivery, release: 'r-0123456789', attempt: 2, version: '14' };
  expect(read(headers, body, [secret])).toEqual(validates);
});

test.each([
  ['a version that is none', event('r-0123456789-v0-1')],
  ['a run without a training', event('yesterday')],
  ['a run of two trainings', event('r-0123456789-1 r-0123456789-2')],
  ['an attempt that is none', event('r-0123456789-0')],
  ['an id that releases do not have', event('r-ilouilouil-1')],
  ['an id within another word', event('user-0123456789-1')],
  [
    'a push whose commit names a training',
    event('', { workflow_run: { display_title: 'r-0123456789-1', event: 'push' } }),
  ],
])('%s is ignored', (_, document) => {
  const { headers, body } = sent(document);
  expect(read(headers, body, [secret])).toMatchObject({ kind: 'ignored', why: expect.stringMatching(/\w/) });
});

test.each(['ping', 'push', 'workflow_job', 'workflow_dispatch'])('the event %s is ignored', (name) => {
  const { headers, body } = sent(event('r-0123456789-1'), name);
  expect(read(headers, body, [secret])).toMatchObject({ kind: 'ignored' });
});

const good = sent(event('r-0123456789-1'));
const without = (name: string) => ({ ...good.headers, [name]: undefined });
const signature = good.headers['x-hub-signature-256'] ?? '';

test.each([
  ['another secret', sent(event('r-0123456789-1'), 'workflow_run', 'theirs').headers, good.body],
  ['a body that was changed', good.headers, Buffer.concat([good.body, Buffer.from(' ')])],
  ['no signature', without('x-hub-signature-256'), good.body],
  ['only the old SHA-1 signature', { ...without('x-hub-signature-256'), 'x-hub-signature': 'sha1=00' }, good.body],
  ['half a signature', { ...good.headers, 'x-hub-signature-256': signature.slice(0, 40) }, good.body],
  ['a signature with more behind it', { ...good.headers, 'x-hub-signature-256': `${signature}00` }, good.body],
  ['a signature in another spelling', { ...good.headers, 'x-hub-signature-256': signature.slice(7) }, good.body],
])('rule 10: %s is forged', (_, headers, body) => {
  expect(read(headers, body, [secret])).toMatchObject({ kind: 'forged' });
});

test('rule 10: no secret at all, or an empty one, signs nothing', () => {
  const empty = sent(event('r-0123456789-1'), 'workflow_run', '');
  expect(read(empty.headers, empty.body, [''])).toMatchObject({ kind: 'forged' });
  expect(read(good.headers, good.body, [])).toMatchObject({ kind: 'forged' });
});

test.each([
  ['a body that is no JSON', 'workflow_run='],
  ['no run', '{"action":"completed"}'],
  ['a run without a name', '{"action":"completed","workflow_run":{"event":"workflow_dispatch"}}'],
  ['a body of a megabyte and more', JSON.stringify({ action: 'x'.repeat(1024 * 1024) })],
])('%s is malformed', (_, text) => {
  const { headers, body } = sent(text);
  expect(read(headers, body, [secret])).toMatchObject({ kind: 'malformed', why: expect.stringMatching(/\w/) });
});

test('a delivery without its id cannot be taken once: it is malformed', () => {
  expect(read(without('x-github-delivery'), good.body, [secret])).toMatchObject({ kind: 'malformed' });
});

test('header names count in any case', () => {
  const headers = Object.fromEntries(Object.entries(good.headers).map(([name, value]) => [name.toUpperCase(), value]));
  expect(read(headers, good.body, [secret])).toMatchObject({ kind: 'hint' });
});

test('what GitHub sends while a run goes its way leads to its training, each time under an id of its own', async () => {
  const heard: ReturnType<typeof read>[] = [];
  const listener = createServer(async (request, response) => {
    const { headers } = request;
    const body = await buffer(request);
    const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()]));
    heard.push(read(plain, body, [secret]));
    response.writeHead(202).end();
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  onTestFinished(() => void listener.close());
  const address = listener.address();
  const { trainer, actions } = await onGitHub();
  actions.hook = { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, secret };
  const order = someOrder();
  const { ref } = await trainer.start(order, soon());
  await until(async () => (await trainer.look(ref, soon())).kind === 'succeeded');
  await until(() => heard.length === 3);
  for (const reading of heard) expect(reading).toMatchObject({ kind: 'hint', release: order.release, attempt: 1 });
  expect(new Set(heard.map((reading) => reading.kind === 'hint' && reading.delivery)).size).toBe(3);
});
