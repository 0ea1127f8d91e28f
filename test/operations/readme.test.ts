import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { grammar, verbs } from '../../handlers/commands/grammar.ts';
import { run } from '../../sandbox/processes.ts';
import { readConfig, settingNames } from '../../src/config.ts';
import { checkPolicy } from '../../src/policy/parse.ts';
import { PolicyFile } from '../../src/policy/schema.ts';
import { keysOf, Schema } from '../support/schema-keys.ts';

const root = join(import.meta.dirname, '../..');
const readme = await readFile(join(root, 'README.md'), 'utf8');
const example = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';

function section(title: string): string {
  return readme.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
}

function rows(title: string): readonly (readonly string[])[] {
  const lines = section(title).split('\n');
  const table = lines.filter((line) => line.startsWith('| ') && !line.startsWith('| ---')).slice(1);
  return table.map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.replaceAll('\\|', '|')),
  );
}

const sections = ['people', 'groups', 'environments', 'registries', 'models'];

function keysUsed(value: unknown, at = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => keysUsed(one, at));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const free = sections.includes(at.slice(1)) || at.endsWith('.checklist');
    const here = free ? `${at}.*` : `${at}.${key}`;
    return [...(free ? [] : [here]), ...keysUsed(inner, here)];
  });
}

test('it begins with the two commands, and package.json knows them', async () => {
  const [demo, test] = readme.split('\n');
  expect([demo, test].map((line) => line?.split('#')[0]?.trim())).toEqual([
    'npm ci && npm run demo',
    'npm ci && npm test',
  ]);
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test']));
});

test('its policy is valid, and every key of it is in the manual', () => {
  expect(checkPolicy(example, 'README.md', Date.now())).toEqual([]);
  const schema = Schema.parse(z.toJSONSchema(PolicyFile, { io: 'input', unrepresentable: 'any' }));
  const parsed: unknown = parse(example);
  const used = [...new Set(keysUsed(parsed))].filter((path) => !path.startsWith('.models.*.gates.'));
  expect(used.length).toBeGreaterThan(40);
  expect(used.filter((path) => !keysOf(schema).includes(path))).toEqual([]);
});

test('what is marked needed is enough, and each of it is needed', () => {
  const lines = example.split('\n');
  const parents = ['people', 'groups', 'production', 'mlflow-prod', 'approvals', 'rollback', 'may', 'gates'];
  const least = {
    admin: 'C0ADMIN',
    environments: { staging: { registry: 'mlflow-staging', channel: 'C0STAGING', approvals: 'none' } },
    registries: { 'mlflow-staging': { kind: 'mlflow', url: 'http://mlflow.staging.corp.example:5000' } },
    models: { churn: { owner: '@growth-ml', path: ['staging'] } },
  };
  expect(checkPolicy(JSON.stringify(least), 'least', Date.now())).toEqual([]);
  const marked = lines.filter((line) => line.includes('# needed')).map((line) => line.trim().split(':')[0] ?? '');
  expect(marked.filter((key) => parents.includes(key) && key !== 'approvals')).toEqual([]);
  const needed = keysUsed(least).map((path) => path.split('.').at(-1) ?? '');
  expect(marked.sort()).toEqual(needed.sort());
});

test('the settings are those that are read, in their order, with their defaults', () => {
  const table = rows('Settings');
  expect(table.map(([name]) => name?.replaceAll('`', ''))).toEqual(settingNames);
  const least = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', REDIS_URL: 'redis://r', SIGNALBOX_POLICY: 'p' };
  const reading = readConfig(least);
  const defaults: Readonly<Record<string, unknown>> = reading.kind === 'read' ? reading.value : {};
  for (const [name = '', fallback = ''] of table) {
    const key = name.replaceAll('`', '');
    if (fallback.startsWith('`')) expect(`\`${String(defaults[key])}\``, key).toBe(fallback);
    if (fallback === 'needed') expect(readConfig({ ...least, [key]: '' }).kind, key).toBe('problems');
  }
});

test('the commands are those that are understood', () => {
  const table = rows('Commands').map(([usage, shown]) => ({ usage, shown }));
  expect(table).toEqual(
    verbs.map((verb) => ({ usage: `\`${grammar[verb].usage}\``, shown: `\`${grammar[verb].example}\`` })),
  );
});

test('the command line is what it says itself', async () => {
  const usage = await run(process.execPath, [join(root, 'src/cli.ts'), 'help']);
  const told = Array.from(usage.matchAll(/^ {2}(signalbox .*)\n {6}(.*)$/gm), ([, words, does]) => [
    `\`${words}\``,
    does,
  ]);
  expect(rows('Command line')).toEqual(told);
});

test('every file that it names is there', async () => {
  const named = Array.from(
    readme.matchAll(/`?((?:docs|src|handlers|blocks)\/[\w./-]*\w|[A-Z]+\.md|\.env\.example)`?/g),
  );
  for (const [, path = ''] of named) {
    const found = await readFile(join(root, path)).catch((error: NodeJS.ErrnoException) => error.code);
    expect(found, path).not.toBe('ENOENT');
  }
});
