import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { approveRelease } from '../../blocks/actions.ts';
import { production, registered } from '../features/gated.ts';
import type { Stage } from '../features/support.ts';
import { redisUrl, signalbox } from './calling.ts';

/** A release of v1 that one of two has approved. */
async function reviewed() {
  const on = await production({
    gates: ['{ metric: auc, min: 0.80 }', '{ metric: f1, min: 0.5, mode: off, because: "nobody logs it" }'],
  });
  registered(on, 0.91, 'march');
  await on.type('pat', 'promote churn@1 to production because better recall');
  await on.press('kim', approveRelease);
  const [{ release } = { release: null }] = (await on.store.lane(on.lane('production'))).open;
  const state = release === null ? null : await on.store.release(release);
  return { id: release ?? '', digest: state?.evidence?.digest, ask: evidenceOn(on) };
}

function evidenceOn(on: Stage) {
  return (...args: readonly string[]) => signalbox({ REDIS_URL: redisUrl(on) }, 'evidence', ...args);
}

test('the bytes of --json hash to the digest that was approved; in words it names all of it', async () => {
  const { id, digest, ask } = await reviewed();
  const json = await ask(id, '--json');
  expect(json.code).toBe(0);
  expect(createHash('sha256').update(json.out).digest('hex')).toBe(digest);
  expect(JSON.parse(json.out)).toMatchObject({
    model: 'churn',
    environment: 'production',
    candidate: { version: '1' },
  });

  const { code, out } = await ask(id);
  expect(code).toBe(0);
  for (const words of [
    `promotion churn v1 → production  (${id}, review)`,
    `evidence  ${digest}`,
    'Live then\n  nothing',
    'pass  auc ≥ 0.80  ',
    'off  f1 ≥ 0.50  nobody logs it',
    'auc on march (',
    'asked by U0PAT, ',
    'needs 1 of platform, required',
    'cannot count: U0PAT (requester)',
    'U0KIM for reviewers, ',
    `signalbox evidence ${id} --json | sha256sum`,
  ])
    expect(out).toContain(words);
});

test('a release without evidence, one that is unknown, and what is no release', async () => {
  const on = await production();
  registered(on, 0.91);
  await on.slack.as('pat').command('prod', '/mlops', 'promote churn@1 to production');
  await on.edge.idle(5_000);
  const ask = evidenceOn(on);
  const [id = ''] = await on.store.history(on.lane('production'), 1);
  expect(await ask(id)).toEqual({ code: 1, out: '', err: `Of ${id} no evidence was gathered.\n` });
  expect(await ask('r-0000000099', '--json')).toEqual({ code: 2, out: '', err: 'There is no release r-0000000099.\n' });
  expect(await ask('churn')).toMatchObject({ code: 2, err: expect.stringContaining('footer of its card') });
});
