import { expect, test } from 'vitest';
import { signedHook } from '../../sandbox/github/actions/hooks.ts';
import { ReleaseError } from '../../src/errors.ts';
import type { Delivery } from '../../src/release/command.ts';
import { trainerSources } from '../../src/trainers/table.ts';
import { stage } from '../features/support.ts';

const run = (title: string, event = 'workflow_dispatch') => ({ display_title: title, event });
const ended = { action: 'completed', workflow_run: run('r-0123456789-1: churn for staging') };

interface Sent {
  readonly document?: object;
  readonly event?: string;
  readonly secret?: string;
  readonly delivery?: string;
  readonly method?: string;
}

async function post(
  port: number,
  { document = ended, event = 'workflow_run', secret = 'new', delivery = 'd-1', method = 'POST' }: Sent,
): Promise<number> {
  const { headers, body } = signedHook(event, JSON.stringify(document), secret, delivery);
  const sent = method === 'POST' ? { method, headers, body } : { method };
  return (await fetch(`http://127.0.0.1:${port}/webhooks/github`, sent)).status;
}

const trainings = trainerSources['github-actions']({ secrets: ['new', 'old'] });

test.each<[string, Sent, number]>([
  ['a run that ended', {}, 200],
  ['one that is signed with the secret before this one', { secret: 'old' }, 200],
  ['a ping', { event: 'ping' }, 200],
  ['a run of somebody else', { document: { ...ended, workflow_run: run('nightly') } }, 200],
  ['one that nobody signed as we know it', { secret: 'guessed' }, 401],
  ['one without a run', { document: { action: 'completed' } }, 400],
  ['one that is too long', { document: { ...ended, more: 'x'.repeat(1_100_000) } }, 413],
  ['a question', { method: 'GET' }, 405],
])('rule 10: %s is answered as it should be', async (_, sent, status) => {
  const on = await stage({ trainings });
  expect(await post(on.port, sent)).toBe(status);
});

test('where no secret is known, nothing listens', async () => {
  const on = await stage();
  expect(await post(on.port, {})).toBe(404);
});

test('rule 9: a delivery is stored before it is answered, and counts once however often GitHub sends it', async () => {
  const handled: Delivery[] = [];
  const on = await stage({
    trainings,
    releases: {
      handle: async (delivery) => {
        handled.push(delivery);
        return { outcome: { kind: 'answer', answer: { kind: 'unchanged' } }, release: null, card: null };
      },
    },
  });
  expect([await post(on.port, {}), await post(on.port, {}), await post(on.port, { delivery: 'd-2' })]).toEqual([
    200, 200, 200,
  ]);
  await on.edge.idle(2_000);
  expect(handled.map(({ id, request }) => [id, request])).toEqual(
    ['github:d-1', 'github:d-2'].map((id) => [id, { kind: 'training-told', of: 'r-0123456789' }]),
  );
  expect(await on.inbox.oldest()).toBeNull();
});

test('rule 10: where it cannot be stored, GitHub hears so at once', async () => {
  const take = () => Promise.reject(new ReleaseError('store_unavailable'));
  const on = await stage({ trainings, deps: (deps) => ({ ...deps, inbox: { ...deps.inbox, take } }) });
  expect(await post(on.port, {})).toBe(503);
});

test('news of a release that is not there, or waits for nothing, changes nothing', async () => {
  const on = await stage({ trainings });
  expect(await post(on.port, {})).toBe(200);
  await on.edge.idle(2_000);
  expect(await on.inbox.oldest()).toBeNull();
  expect(await on.due.due('look', Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
});
