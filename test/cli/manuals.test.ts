import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { run } from '../../sandbox/processes.ts';
import type { CheckDocument } from '../../src/cli/check-json.ts';
import { VerdictStatus } from '../../src/release/evidence.ts';

const root = join(import.meta.dirname, '../..');
const usage = await run(process.execPath, [join(root, 'src/cli.ts'), 'help']);
const known = Array.from(
  usage.matchAll(/^ {2}signalbox ([a-z]+(?: [a-z]+)?)(.*)$/gm),
  ([, words = '', takes = '']) => ({
    words,
    takes,
  }),
);

async function manual(name: string): Promise<string> {
  return readFile(join(root, 'docs', name), 'utf8');
}

function block(text: string, language: string): string {
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? '';
}

test.each(['adopting.md', 'ci.md', 'operations.md', 'policy.md'])(
  'every command and option in docs/%s is one that there is',
  async (name) => {
    const text = await manual(name);
    const lines = Array.from(
      text.matchAll(/(?:^ {4}(?:\$ )?|`|npx )signalbox ([^\n`#]+)/gm),
      ([, typed = '']) => typed,
    );
    expect(lines.length).toBeGreaterThan(0);
    for (const typed of lines) {
      const verb = known.find(({ words }) => `${typed} `.startsWith(`${words} `));
      expect(verb, typed).toBeDefined();
      const options = Array.from(typed.matchAll(/--[a-z]+/g), ([option]) => option);
      expect(
        options.filter((option) => verb?.takes.includes(option) === false),
        typed,
      ).toEqual([]);
    }
  },
);

const keys: Record<keyof CheckDocument, true> = {
  v: true,
  model: true,
  environment: true,
  from: true,
  version: true,
  run: true,
  live: true,
  mode: true,
  passed: true,
  notYet: true,
  verdicts: true,
  approvals: true,
  waitsFor: true,
  open: true,
  refused: true,
  policy: true,
  log: true,
};

test('the document of a check is told key by key, with every status, and its example has all keys', async () => {
  const text = await manual('ci.md');
  const table = text.split('\n## JSON\n')[1]?.split('\n## ')[0] ?? '';
  const cells = Array.from(table.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm), ([, cell = '']) => cell);
  expect(cells.flatMap((cell) => cell.replaceAll('`', '').split(', '))).toEqual(Object.keys(keys));
  for (const status of VerdictStatus.options) expect(table).toContain(`\`${status}\``);
  const example: unknown = JSON.parse(/^ {4}\{[\s\S]*?^ {4}\}/m.exec(table)?.[0] ?? '');
  expect(Object.keys(z.record(z.string(), z.unknown()).parse(example))).toEqual(Object.keys(keys));
});

test('the workflow for GitHub can be read, and puts no outside text into a script', async () => {
  const text = block(await manual('ci.md'), 'yaml');
  const Job = z.object({ steps: z.array(z.object({ run: z.string().optional() })) });
  const { jobs } = z.object({ jobs: z.record(z.string(), Job) }).parse(parse(text));
  const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run: script }) => script ?? []));
  expect(scripts).toHaveLength(3);
  expect(scripts.join('\n')).not.toContain('github.event');
});
