import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { outsideChecks } from '../../src/outside-checks/outside-checks.ts';
import type { TrainingOrder } from '../../src/ports-trainers.ts';
import { Version } from '../../src/release/ids.ts';
import { httpValidator } from '../../src/validators/http-validator.ts';
import { someRelease } from '../contracts/some-release.ts';

const call = () => ({ deadline: Date.now() + 10_000 });

/** A team's check on this machine that answers with one thing after the other, and two workers that ask it. */
async function asked(...answers: readonly (object | number)[]) {
  const seen: { readonly body: string; readonly headers: NodeJS.Dict<string | string[]> }[] = [];
  const left = [...answers];
  const server = createServer(async (request, response) => {
    seen.push({ body: await text(request), headers: request.headers });
    const answer = (left.length > 1 ? left.shift() : left[0]) ?? 500;
    if (typeof answer === 'number') response.writeHead(answer).end('no');
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const check = { url: `http://127.0.0.1:${port}/validate`, secret: 's3cret', timeoutMs: 5_000, private: true };
  const worker = () => {
    const checks = outsideChecks({ now: Date.now, newId: () => crypto.randomUUID() });
    return httpValidator({ check, checks, registry: 'mlflow-prod', name: 'prod.churn' });
  };
  return { seen, validator: worker(), again: worker() };
}

function someOrder(): TrainingOrder {
  const version = Version.parse('14');
  const lane = { model: 'churn', environment: 'production', commit: 'a'.repeat(40) };
  return { release: someRelease(), attempt: 1, ...lane, purpose: 'validate', version };
}

test('each look asks the check about the version, signed, and another worker may go on with the ref alone', async () => {
  const { seen, validator, again } = await asked({ status: 'pass', reason: 'Fast enough.' });
  const order = someOrder();
  expect(await validator.find(order, call())).toBeNull();
  const { ref } = await validator.start(order, call());
  expect(seen).toEqual([]);
  expect(await again.look(ref, call())).toEqual({ kind: 'succeeded', url: null });
  const [{ body = '', headers = {} } = {}] = seen;
  const { release } = order;
  expect(JSON.parse(body)).toEqual({
    v: 1,
    kind: 'validation',
    release,
    attempt: 1,
    model: 'churn',
    environment: 'production',
    registry: 'mlflow-prod',
    name: 'prod.churn',
    version: '14',
    commit: 'a'.repeat(40),
  });
  const mac = createHmac('sha256', 's3cret').update(`${headers['x-signalbox-timestamp']}.${body}`).digest('hex');
  expect(headers['x-signalbox-signature']).toBe(`sha256=${mac}`);
});

test('the same order has the same ref however often it is started, and another attempt another one', async () => {
  const { validator, again } = await asked({ status: 'pass', reason: 'x' });
  const order = someOrder();
  const { ref } = await validator.start(order, call());
  expect((await again.start(order, call())).ref).toBe(ref);
  expect((await again.start({ ...order, attempt: 2 }, call())).ref).not.toBe(ref);
});

test('a version without a commit is asked about all the same', async () => {
  const { seen, validator } = await asked({ status: 'pass', reason: 'x' });
  const { ref } = await validator.start({ ...someOrder(), commit: '' }, call());
  await validator.look(ref, call());
  expect(JSON.parse(seen[0]?.body ?? '{}')).toMatchObject({ commit: null });
});

test('what fails says why, and what cannot tell yet is asked again', async () => {
  const { validator } = await asked(
    { status: 'cannot-tell', reason: 'Warming up.' },
    { status: 'fail', reason: 'Slow.' },
  );
  const { ref } = await validator.start(someOrder(), call());
  expect(await validator.look(ref, call())).toEqual({ kind: 'running', words: 'Warming up.', url: null });
  expect(await validator.look(ref, call())).toEqual({ kind: 'failed', words: 'Slow.', url: null });
});

test.each([
  [503, { code: 'check_unreachable', retry: true }],
  [403, { code: 'check_refused', retry: false }],
  [{ ok: true }, { code: 'check_answer_malformed', retry: false }],
])('an answer %j is no state', async (answer, expected) => {
  const { validator } = await asked(answer);
  const { ref } = await validator.start(someOrder(), call());
  await expect(validator.look(ref, call())).rejects.toMatchObject(expected);
});

test('a ref that it never gave is no question, and an order without a version is refused', async () => {
  const { seen, validator } = await asked({ status: 'pass', reason: 'x' });
  for (const ref of ['', 'r-0123456789-1', '{"release":"r-0123456789"}'])
    await expect(validator.look(ref, call())).rejects.toMatchObject({ code: 'trainer_answer_malformed' });
  const { version: _, ...trains } = someOrder();
  await expect(validator.start(trains, call())).rejects.toMatchObject({ code: 'training_refused' });
  expect(seen).toEqual([]);
});

test('there is nothing to end, to print or to register', async () => {
  const { validator } = await asked({ status: 'pass', reason: 'x' });
  const { ref } = await validator.start(someOrder(), call());
  await validator.cancel(ref, call());
  expect([await validator.log(ref, call()), await validator.registered(ref, call())]).toEqual([null, null]);
});
