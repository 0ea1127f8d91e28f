import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../sandbox/processes.ts';
import { wrongImports } from './support/layers.ts';

const checkout = join(import.meta.dirname, '..');
const parts = ['src', 'handlers', 'blocks', 'package.json', 'tsconfig.json', '.dependency-cruiser.mjs'];

async function copyOfCheckout(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'signalbox-architecture-'));
  for (const part of parts) await cp(join(checkout, part), join(copy, part), { recursive: true });
  return copy;
}

describe('the floors', () => {
  let copy = '';
  beforeAll(async () => {
    copy = await copyOfCheckout();
    await symlink(join(checkout, 'node_modules'), join(copy, 'node_modules'));
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  test.each([
    ['the pure core reaching for the store', 'src/release/seed.ts', "import '../store/seed-target.ts';"],
    ['a gate reading a file', 'src/gates/seed.ts', "import 'node:fs';"],
    ['the core knowing Slack', 'src/queue/seed.ts', "import '@slack/bolt';"],
    [
      'the core naming a type of Slack',
      'src/queue/seed.ts',
      "import type { App } from '@slack/bolt';\nexport type A = App;",
    ],
    ['a block reaching for a handler', 'blocks/seed.ts', "import '../handlers/seed-target.ts';"],
    ['a block reading a clock', 'blocks/seed.ts', "import 'node:timers/promises';"],
    ['a block running Slack code', 'blocks/seed.ts', "import '@slack/types';"],
    ['a handler reaching for the store', 'handlers/seed.ts', "import '../src/store/seed-target.ts';"],
    ['a log from somewhere else', 'src/registries/seed.ts', "import 'pino';"],
    ['a tool in the product', 'src/queue/seed.ts', "import 'vitest';"],
    ['a file that is not there', 'src/queue/seed.ts', "import './nowhere.ts';"],
  ])('refuse %s', async (_, file, code) => {
    expect(await wrongWith(file, code)).toContain(`${file} →`);
  });

  test.each([
    ['the queue on BullMQ', 'src/queue/seed.ts', "import 'bullmq';"],
    [
      'a block with a type of Slack',
      'blocks/seed.ts',
      "import type { KnownBlock } from '@slack/types';\nexport type B = KnownBlock;",
    ],
    ['a handler on Bolt', 'handlers/seed.ts', "import '@slack/bolt';\nimport '../src/errors.ts';"],
  ])('take %s', async (_, file, code) => {
    expect(await wrongWith(file, code)).not.toContain(file);
  });

  async function wrongWith(file: string, code: string): Promise<string> {
    for (const target of ['src/store/seed-target.ts', 'handlers/seed-target.ts'])
      await place(target, 'export const seed = 1;');
    await place(file, code);
    const wrong = await wrongImports(copy);
    await rm(join(copy, file));
    return wrong.join('\n');
  }

  test('are not called whole by a check that read nothing', async () => {
    const config = join(copy, '.dependency-cruiser.mjs');
    const rules = await readFile(config, 'utf8');
    await writeFile(config, rules.replace("parser: 'swc',", "exclude: '^src/',"));
    const wrong = await wrongImports(copy);
    await writeFile(config, rules);
    expect(wrong).toContain('src/errors.ts was not read');
  });

  async function place(file: string, code: string): Promise<void> {
    await mkdir(join(copy, file, '..'), { recursive: true });
    await writeFile(join(copy, file), `${code}\n`);
  }
});

test('the core compiles where Slack is not installed', async () => {
  const copy = await copyOfCheckout();
  onTestFinished(() => rm(copy, { recursive: true, force: true }));
  await mkdir(join(copy, 'node_modules'));
  for (const name of await readdir(join(checkout, 'node_modules'))) {
    if (name !== '@slack') await symlink(join(checkout, 'node_modules', name), join(copy, 'node_modules', name));
  }
  const core = {
    extends: './tsconfig.json',
    compilerOptions: { incremental: false },
    include: ['src'],
    exclude: ['src/main.ts', 'src/main', 'src/cli.ts', 'src/cli'],
  };
  await writeFile(join(copy, 'tsconfig.core.json'), JSON.stringify(core));
  const tsc = join(checkout, 'node_modules/.bin/tsc');
  const compile = (...flags: readonly string[]): Promise<string> =>
    run(process.execPath, [tsc, '-p', 'tsconfig.core.json', ...flags], { cwd: copy });
  expect(await compile('--listFilesOnly')).toContain('/src/errors.ts');
  await compile();
  await writeFile(join(copy, 'src/seed.ts'), "import '@slack/bolt';\nexport {};\n");
  await expect(compile()).rejects.toThrow('src/seed.ts');
}, 120_000);
