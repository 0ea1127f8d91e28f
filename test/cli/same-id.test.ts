import { expect, test } from 'vitest';
import { askFor } from '../../src/cli/keyed.ts';
import { rollBackAt } from '../../src/cli/rollback.ts';
import { environmentStream } from '../../src/release/stream.ts';
import { liveVersion, productionPolicy } from '../features/gated.ts';
import { stage } from '../features/support.ts';
import { heard } from './calling.ts';
import { keyedDesk, withKeys } from './keyed.ts';

const policy = withKeys(productionPolicy(), 'U0PAT', 'U0OTTO');

test('rule 4: a rollback that is typed again once it is done does not go one version further back', async () => {
  const on = await stage({ policy });
  await liveVersion(on, 0.9);
  await liveVersion(on, 0.92);
  await liveVersion(on, 0.94);
  const what = { model: 'churn', environment: null, version: null, reason: 'errors rose', retrain: false };
  const typed = { ...what, id: 'night-of-3-march', yes: true, wait: false, json: true };
  const once = await heard(async () => rollBackAt(await keyedDesk(on, policy, 'U0OTTO'), typed));
  await on.settle();
  const twice = await heard(async () => rollBackAt(await keyedDesk(on, policy, 'U0OTTO'), typed));
  await on.settle();
  expect(on.model('prod')?.aliases.get('champion')).toBe('2');
  expect(JSON.parse(twice.out)).toMatchObject({ release: JSON.parse(once.out).release, phase: 'verified' });
});

test('rule 4: a pause for two hours that is typed again with its id lasts no longer', async () => {
  const on = await stage({ policy });
  const typed = { kind: 'pause', scope: 'production', until: '2h' };
  const until = on.clock.now() + 7_200_000;
  const pause = async (at: number) => {
    const request = { kind: 'pause', scope: 'production', until: at, reason: 'stock-taking' } as const;
    return askFor(await keyedDesk(on, policy, 'U0PAT'), { request, id: 'one', typed });
  };
  await pause(until);
  await pause(until + 60_000);
  expect((await on.store.scope(environmentStream('production'))).pauses).toMatchObject([{ until }]);
});
