import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Deployer, type Fault, startDeployer } from '../../sandbox/deployer/server.ts';
import { httpServing } from '../../src/serving/http/http-serving.ts';
import { servingContract } from '../contracts/serving.ts';
import { soon } from '../registries/mlflow/client.ts';
import { broken, first, place, reaching, second, someOrder } from './stage.ts';

let deployer: Deployer;
beforeAll(async () => {
  deployer = await startDeployer('s3cret');
});
afterAll(() => deployer.stop());

const worker = (secret: string | null = 's3cret') => httpServing(reaching({ url: deployer.url, secret }));
const faulty = async (fault: Fault) => {
  deployer.faults.push(fault, fault);
  return worker();
};

servingContract('http', async () => {
  deployer.plays.set(second, 'slow').set(broken, 'fails');
  return {
    serving: worker(),
    again: worker(),
    place,
    versions: [first, second],
    server: {
      broken,
      begun: async () => deployer.begun.length,
      async moveUnheard(order) {
        deployer.faults.push({ kind: 'unheard' });
        await expect(worker().move(order, soon())).rejects.toMatchObject({ code: 'serving_unreachable', retry: true });
      },
    },
    faulty: {
      silent: () => faulty({ kind: 'silence' }),
      garbled: () => faulty({ kind: 'text', text: '<html>Sign in</html>' }),
    },
  };
});

describe('what a deployer answers', () => {
  test.each([
    [500, 'serving_unreachable', true],
    [503, 'serving_unreachable', true],
    [429, 'serving_unreachable', true],
    [408, 'serving_unreachable', true],
    [425, 'serving_unreachable', true],
    [401, 'serving_auth', false],
    [403, 'serving_auth', false],
    [400, 'serving_refused', false],
    [404, 'serving_refused', false],
    [409, 'serving_refused', false],
    [302, 'serving_refused', false],
  ])('%i is %s', async (status, code, retry) => {
    const expected = { code, retry, details: { status, text: 'As the test wants it' } };
    deployer.faults.push({ kind: 'status', status });
    await expect(worker().move(someOrder(), soon())).rejects.toMatchObject(expected);
    deployer.faults.push({ kind: 'status', status });
    await expect(worker().state(someOrder(), soon())).rejects.toMatchObject(expected);
  });

  test('how long it wants to be left alone is passed on', async () => {
    deployer.faults.push({ kind: 'status', status: 503, headers: { 'retry-after': '7' } });
    const doubt = { code: 'serving_unreachable', details: { retryAfterMs: 7_000 } };
    await expect(worker().state(someOrder(), soon())).rejects.toMatchObject(doubt);
  });

  test.each([
    ['nothing', ''],
    ['half of it', '{"state": "live", "ver'],
    ['another state', '{"state": "ready", "version": "14"}'],
    ['no version', '{"state": "live"}'],
    ['a version that is a number', '{"state": "live", "version": 14}'],
    ['a version with a zero before it', '{"state": "live", "version": "014"}'],
    ['a failure without words', '{"state": "failed", "version": "13"}'],
    ['a failure with empty words', '{"state": "failed", "version": "13", "words": " "}'],
    ['words that are too long', JSON.stringify({ state: 'failed', version: '13', words: 'x'.repeat(301) })],
    ['more than was asked', '{"state": "live", "version": "14", "canary": true}'],
    ['a list', '[{"state": "live", "version": "14"}]'],
    ['a mebibyte and more', `{"state": "live", "version": "14"}${' '.repeat(1024 * 1024)}`],
  ])('rule 6: %s is no answer', async (_, text) => {
    const error = { code: 'serving_answer_malformed', retry: false };
    deployer.faults.push({ kind: 'text', text });
    await expect(worker().state(someOrder(), soon())).rejects.toMatchObject(error);
    deployer.faults.push({ kind: 'text', text });
    await expect(worker().move(someOrder(), soon())).rejects.toMatchObject(error);
  });

  test.each([
    ['{"state": "live", "version": null}', { kind: 'serving', version: null }],
    ['{"state": "moving", "version": "13"}', { kind: 'moving', words: null }],
    ['{"state": "moving", "version": null, "words": "<!channel>"}', { kind: 'moving', words: '<!channel>' }],
    ['{"state": "failed", "version": "13", "words": "x"}', { kind: 'failed', version: first, words: 'x' }],
  ])('%s is read', async (text, state) => {
    deployer.faults.push({ kind: 'text', text });
    expect(await worker().state(someOrder(), soon())).toEqual(state);
  });
});

test.each([null, 'other'])('a deployer that wants a signature is not served by the secret %s', async (secret) => {
  await expect(worker(secret).move(someOrder(), soon())).rejects.toMatchObject({ code: 'serving_auth', retry: false });
});

test('a deployer that loses an order goes on telling what is live, and takes the order again', async () => {
  const order = someOrder({ name: 'prod.lost' });
  deployer.plays.set(second, 'lost');
  await worker().move(order, soon());
  expect(await worker().state(order, soon())).toEqual({ kind: 'serving', version: null });
  deployer.plays.set(second, 'at-once');
  await worker().move(order, soon());
  expect(await worker().state(order, soon())).toEqual({ kind: 'serving', version: second });
});
