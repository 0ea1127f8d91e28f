import { expect, test } from 'vitest';
import { rememberedChecks } from '../../src/outside-checks/remembered.ts';
import type { OutsideChecks } from '../../src/ports-outside.ts';
import { virtualClock } from '../fakes/clock.ts';
import { memoryTexts } from '../fakes/texts.ts';

const check = { url: 'https://risk.example/', secret: 's3cret', timeoutMs: 1_000, private: false };
const call = { deadline: Number.MAX_SAFE_INTEGER };

function setting() {
  const clock = virtualClock();
  const texts = memoryTexts();
  let asked = 0;
  const inner: OutsideChecks = {
    async ask() {
      asked += 1;
      return { status: 'pass', reason: `answer ${asked}` };
    },
  };
  const worker = (fresh: 'cached' | 'fresh' = 'cached') => rememberedChecks(inner, texts, clock.now, fresh);
  return { clock, worker, asked: () => asked };
}

test('the same question is asked every two minutes at most, by all workers together', async () => {
  const { clock, worker } = setting();
  expect(await worker().ask(check, { auc: 1 }, call)).toMatchObject({ reason: 'answer 1' });
  clock.advance(119_999);
  expect(await worker().ask(check, { auc: 1 }, call)).toMatchObject({ reason: 'answer 1' });
  clock.advance(1);
  expect(await worker().ask(check, { auc: 1 }, call)).toMatchObject({ reason: 'answer 2' });
});

test('another document, or another check, is another question', async () => {
  const { worker, asked } = setting();
  await worker().ask(check, { auc: 1 }, call);
  await worker().ask(check, { auc: 2 }, call);
  await worker().ask({ ...check, url: 'https://other.example/' }, { auc: 1 }, call);
  expect(asked()).toBe(3);
});

test('right before an execution it is asked in any case', async () => {
  const { worker } = setting();
  await worker().ask(check, { auc: 1 }, call);
  expect(await worker('fresh').ask(check, { auc: 1 }, call)).toMatchObject({ reason: 'answer 2' });
  expect(await worker().ask(check, { auc: 1 }, call)).toMatchObject({ reason: 'answer 2' });
});
