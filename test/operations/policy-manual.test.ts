import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { explained } from '../../src/policy/explain.ts';
import { readPolicy } from '../../src/policy/parse.ts';
import { PolicyFile } from '../../src/policy/schema.ts';
import { servingForms } from '../../src/policy/serving-schema.ts';
import { addOns, templates } from '../../src/policy/templates/table.ts';
import { trainerForms } from '../../src/policy/trainer-schema.ts';
import { validateForms } from '../../src/policy/validate-schema.ts';
import { keysOf, Schema } from '../support/schema-keys.ts';

const root = join(import.meta.dirname, '../..');
const manual = await readFile(join(root, 'docs/policy.md'), 'utf8');

/** The cells of every row whose first is a key. */
const rows = Array.from(
  manual.matchAll(/^\| `([a-z*.-]+)` \| (.*?) ?\| (.*) \|$/gm),
  ([, key = '', fallback = '', what = '']) => ({
    key,
    fallback,
    what,
  }),
);
const named = { ...templates, ...addOns };
const keys = rows.filter(({ key }) => !Object.hasOwn(named, key));

/** Parts that stand in several places are told once. */
function told(path: string): string {
  return path
    .slice(1)
    .replace(/^.*approvals(\.\*)?\.(from|min|required)$/, 'rule.$2')
    .replace(/^(environments|models)\.\*\.calendar\.(\w+)$/, 'calendar.$2')
    .replace(/^(environments|models)\.\*(\.in\.\*)?\.(watch|links|on-alert)\.([a-z-]+)$/, '$3.$4')
    .replace(/^(environments|models)\.\*(\.in\.\*)?\.checks\.([a-z-]+)$/, 'check.$3');
}

/** What trains, validates and serves has one of several forms, each with keys of its own; a validation's are those of a trainer, but for one. */
function formKeys(): string[] {
  const { http } = validateForms;
  const all = { trainer: Object.values(trainerForms), validate: [http], serving: Object.values(servingForms) };
  return Object.entries(all).flatMap(([what, forms]) =>
    forms.flatMap((form) => keysIn(form).map((key) => `${what}.${key}`)),
  );
}

function keysIn(form: z.ZodType): string[] {
  const { properties = {} } = z.toJSONSchema(form, { io: 'input', unrepresentable: 'any' });
  return Object.keys(properties);
}

test('every key of the file is told once, and no other', () => {
  const schema = Schema.parse(z.toJSONSchema(PolicyFile, { io: 'input', unrepresentable: 'any' }));
  const known = [...new Set([...keysOf(schema).map(told), ...formKeys()])].sort();
  expect(known.length).toBeGreaterThan(90);
  expect(keys.map(({ key }) => key).sort()).toEqual(known);
  for (const { key, what } of keys) expect(what.length, key).toBeGreaterThan(5);
});

test('what it says of left out keys is what comes of leaving them out', () => {
  const least = {
    admin: 'C0ADMIN',
    environments: { production: { registry: 'm', channel: 'C0P', approvals: 'none' } },
    registries: { m: { kind: 'mlflow', url: 'http://m.example' } },
    models: { churn: { owner: 'U0O', path: ['production'] } },
  };
  const read = readPolicy(JSON.stringify(least), 'least');
  if (read === null) throw new Error('that is all there has to be');
  const lines = explained(read, 'churn', 'production').filter(({ from }) => from === 'default');
  const missing = lines.filter(({ key, text }) => {
    const name = key.replace(' ', '.');
    return (
      !rows.some((row) => `.${row.key}`.endsWith(`.${name}`) && row.fallback.includes(text)) && !text.includes('U0O')
    );
  });
  expect(lines.length).toBeGreaterThan(8);
  expect(missing.map(({ key, text }) => `${key}: ${text}`)).toEqual([]);
});

test('the templates are those that there are, with what they must be told and the gates that they bring', () => {
  for (const [name, { needs, gates }] of Object.entries(named)) {
    const row = manual.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
    const [, , must = '', brings = ''] = row.split('|');
    expect(
      Array.from(must.matchAll(/`([a-z-]+)`/g), ([, key]) => key),
      name,
    ).toEqual(Object.keys(needs));
    const everything = {
      primary: 'a',
      slices: 's',
      latency: 'l',
      'max-latency': 1,
      cost: 'c',
      'max-cost': 1,
      groundedness: 'g',
      'min-groundedness': 1,
      'data-age': '7d',
    };
    expect(
      Array.from(brings.matchAll(/`([a-z-]+)`/g), ([, gate]) => gate),
      name,
    ).toEqual(Object.keys(gates(everything)));
  }
});

test('every heading that is linked to is there', () => {
  const headings = Array.from(manual.matchAll(/^#{2,3} (.+)$/gm), ([, title = '']) =>
    title.toLowerCase().replaceAll(' ', '-'),
  );
  const links = Array.from(manual.matchAll(/\(#([a-z-]+)\)/g), ([, name = '']) => name);
  expect(links.filter((name) => !headings.includes(name))).toEqual([]);
});
