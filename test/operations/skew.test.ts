import { expect, onTestFinished, test } from 'vitest';
import { watchSkew } from '../../src/main/skew.ts';
import { silent } from '../fakes/log.ts';
import { until } from '../support/until.ts';

test.each([
  ['as the others', 0, false],
  ['two seconds behind', -2_000, false],
  ['fifteen seconds ahead', 15_000, true],
  ['a minute behind', -60_000, true],
])('a worker whose clock is %s begins steps only where it can keep a lease', async (_, skew, off) => {
  let asked = 0;
  const shared = async () => {
    asked += 1;
    return 1_000_000;
  };
  const watch = watchSkew(shared, () => 1_000_000 + skew, silent);
  onTestFinished(() => watch.stop());
  await until(() => asked > 0 && watch.off() === off, { within: 2_000 });
  expect(watch.off()).toBe(off);
});
