import { expect, test } from 'vitest';
import { Version } from '../../src/release/ids.ts';
import { stage } from './support.ts';

test('where nothing is live, a trace asks for a version, and does not speak of rolling back', async () => {
  const on = await stage();
  on.version(0.9);
  await on.type('pat', 'trace churn');
  expect(on.told('pat').at(-1)).toContain('name the one that you mean');
  expect(on.told('pat').at(-1)).not.toContain('roll');
});

test('what was live before Signalbox is traced to its run; a number that never was is not called removed', async () => {
  const on = await stage();
  const version = on.version(0.9);
  on.version(0.91);
  await on.alias('staging', 'champion', version);
  await on.type('pat', 'trace churn');
  expect(on.told('pat').at(-1)).toContain('live before Signalbox');
  expect(on.told('pat').at(-1)).toContain('nobody knows who let it in');
  expect(on.told('pat').at(-1)).toContain('c0ffee00');
  await on.type('pat', 'trace churn@99');
  expect(on.told('pat').at(-1)).toContain('There is no churn@v99 in staging. There are: v2, v1.');
  on.model('staging')?.versions.delete(Version.parse('1'));
  await on.type('pat', 'trace churn@1');
  expect(on.told('pat').at(-1)).toContain('removed from its registry');
});
