import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { metrics } from '../../src/metrics.ts';

const root = join(import.meta.dirname, '../..');
const manual = await readFile(join(root, 'docs/operations.md'), 'utf8');
const nothing = { count: 0, oldest: null };

test('the table of metrics is what a process reports, and every alert uses one of them', async () => {
  const backlog = { phases: new Map(), look: nothing, show: nothing, inbox: nothing, entries: 0, policy: 0 };
  const page = await metrics({
    clock: Date.now,
    backlog: async () => backlog,
    version: '0.1.0',
    role: 'all',
  }).page();
  const reported = Array.from(page.matchAll(/^# TYPE (signalbox_\w+) /gm), ([, name]) => name);
  const table = Array.from(manual.matchAll(/^\| `(signalbox_\w+)` \|/gm), ([, name]) => name);
  expect(table.sort()).toEqual(reported.sort());
  const used = Array.from(manual.matchAll(/signalbox_[a-z_]+/g), ([name]) => name.replace(/_(count|bucket)$/, ''));
  expect(used.filter((name) => !reported.includes(name))).toEqual([]);
});

test('every heading that is linked to is there', () => {
  const headings = Array.from(manual.matchAll(/^#{2,3} (.+)$/gm), ([, title = '']) =>
    title.toLowerCase().replaceAll(' ', '-'),
  );
  const links = Array.from(manual.matchAll(/\(#([a-z-]+)\)/g), ([, name = '']) => name);
  expect(links.filter((name) => !headings.includes(name))).toEqual([]);
  expect(links.length).toBeGreaterThan(10);
});
