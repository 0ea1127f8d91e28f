import { expect, test } from 'vitest';
import { start } from '../../../sandbox/processes.ts';
import { type ProcessTable, processTable, procTable, psTable } from '../../../src/trainers/command/processes.ts';
import { until } from '../../support/until.ts';

const tables: readonly [string, ProcessTable][] = [
  ['/proc', procTable],
  ['ps', psTable],
].filter((entry): entry is [string, ProcessTable] => entry[1] !== procTable || processTable() === procTable);

test.each(tables)('%s knows a process and its group while they live', async (_, table) => {
  const child = start('/bin/sh', ['-c', '/bin/sleep 60 & /bin/sleep 60']);
  const members = await until(async () => {
    const all = await table.members(child.pid);
    return all.length >= 3 && all;
  });
  expect(members).toContain(child.pid);
  const mark = await table.mark(child.pid);
  expect(mark).toMatch(/\w/);
  expect(await table.mark(child.pid)).toBe(mark);
  expect(await table.sinceBoot(mark ?? '')).toBe(true);
  await child.stop(0);
  await until(async () => (await table.members(child.pid)).length === 0);
  expect(await table.mark(child.pid)).toBeNull();
});

test('a mark from before the machine was started again is known as such', async () => {
  if (processTable() === procTable) expect(await procTable.sinceBoot('another-boot:123')).toBe(false);
});
