import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { Order } from '../../sandbox/deployer/strictness.ts';
import { Busy, Runs } from '../../src/serving/batch/schema.ts';
import { DeployerState } from '../../src/serving/http/schema.ts';
import { Options } from '../../src/serving/mlflow-serve/schema.ts';
import { servingTable } from '../../src/serving/table.ts';

const read = (name: string) => readFile(join(import.meta.dirname, '../../docs', name), 'utf8');
const manual = await read('serving.md');
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, code = '']) => code);

/** The code of the other manual is run by its own test. */
test.each(['python', 'js'])('the manual verifies in %s as that of teams’ checks does', async (language) => {
  expect(blocks(manual, language)).toEqual(blocks(await read('outside-checks.md'), language));
  expect(blocks(manual, language)).toHaveLength(1);
});

const schemas: readonly z.ZodType[] = [DeployerState, Busy, Runs];
const jsonBlocks = blocks(manual, 'json');
const examples = jsonBlocks
  .slice(0, schemas.length)
  .flatMap((block, at) =>
    block
      .split('\n')
      .flatMap((line): readonly (readonly [string, z.ZodType | undefined])[] =>
        line === '' ? [] : [[line, schemas[at]]],
      ),
  );

test.each(examples)('the answer %s of the manual is taken', (line, schema) => {
  expect(schema?.safeParse(JSON.parse(line))).toMatchObject({ success: true });
});

test('every form of an answer has an example', () => {
  expect(examples).toHaveLength(6);
});

test('the order of the manual is one', () => {
  const [order = ''] = /^ {4}\{"environment.*$/m.exec(manual) ?? [];
  expect(Order.parse(JSON.parse(order))).toMatchObject({ version: '14', from: '13' });
});

test('the options of the manual are those of the supervisor', () => {
  expect(Options.safeParse(JSON.parse(jsonBlocks.at(-1) ?? ''))).toMatchObject({ success: true });
});

test('the manual names every kind', () => {
  const kinds = [...manual.matchAll(/^\| `([a-z-]+)` \| .* \| .* \|$/gm)].map(([, kind]) => kind);
  expect(kinds.slice(0, Object.keys(servingTable).length)).toEqual(Object.keys(servingTable));
});
