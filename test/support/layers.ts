import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { run } from '../../sandbox/processes.ts';

const Cruise = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(
      z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string(), severity: z.string() }) }),
    ),
  }),
});

const floors = ['src', 'handlers', 'blocks'];

/** Every import in a checkout that no floor allows, each a line, and a line for each file that the check did not read. */
export async function wrongImports(checkout: string): Promise<readonly string[]> {
  const program = join(import.meta.dirname, '../../node_modules/.bin/depcruise');
  const flags = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', '--no-progress'];
  const printed = await run(process.execPath, [program, ...flags, ...floors], { cwd: checkout });
  const { modules, summary } = Cruise.parse(JSON.parse(printed));
  const read = new Set(modules.map(({ source }) => source));
  const unread = (await filesOf(checkout)).filter((file) => !read.has(file)).map((file) => `${file} was not read`);
  return [...unread, ...summary.violations.map(({ from, to, rule }) => `${from} → ${to} (${rule.name})`)];
}

async function filesOf(checkout: string): Promise<readonly string[]> {
  const files = await Array.fromAsync(glob(`{${floors.join(',')}}/**/*.ts`, { cwd: checkout }));
  if (files.length === 0) throw new Error(`No TypeScript files in ${floors.join(', ')}: nothing would be checked`);
  return files;
}

if (import.meta.main) {
  const wrong = await wrongImports(process.cwd());
  process.stdout.write(
    wrong.length > 0 ? `${wrong.join('\n')}\n${wrong.length} imports are not allowed\n` : 'All imports are allowed\n',
  );
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
