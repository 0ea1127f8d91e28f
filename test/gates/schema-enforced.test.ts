import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { run } from '../../sandbox/processes.ts';
import { python } from '../../sandbox/python.ts';
import { champion, facts } from '../evidence/facts.ts';
import { changes, signature } from './signatures.ts';
import { verdictOf } from './verdict.ts';

const scalars = ['boolean', 'integer', 'long', 'float', 'double', 'string', 'binary', 'datetime', 'any'];
/** Inside a table, text, bytes and dates are all objects to MLflow, which takes them for one another; a column can be taken for a tensor. */
function isBlurred([before, now]: readonly [string, string]): boolean {
  return (
    /"type":"(string|binary|any|datetime)"/.test(before) || (now.includes('"tensor"') && !before.includes('"tensor"'))
  );
}

function column(type: string): string {
  return JSON.stringify([{ type, name: 'x', required: true }]);
}

const types = scalars.flatMap((before) => scalars.map((now): [string, string] => [column(before), column(now)]));
const shapes = changes.flatMap(([, { inputs: before }, { inputs: now }]): [string, string][] =>
  before !== null && now !== null && before !== now ? [[before, now]] : [],
);

function isLetThrough([before, now]: readonly [string, string]): boolean {
  const asked = {
    candidate: facts({ schema: signature({ inputs: now }) }),
    champion: champion({ schema: signature({ inputs: before }) }),
  };
  return verdictOf({ kind: 'schema', schema: 'backward' }, asked)?.status === 'pass';
}

test('what the gate lets through as compatible, MLflow’s own enforcement takes; and refuses what the gate refuses', async () => {
  const pairs = [...types, ...shapes];
  const { bin } = await python('mlflow');
  const folder = await mkdtemp(join(tmpdir(), 'schemas-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'pairs.json'), JSON.stringify(pairs));
  const script = join(import.meta.dirname, 'enforced.py');
  const said = await run(join(bin, 'python'), [script, join(folder, 'pairs.json')]);
  const taken = z.array(z.boolean()).parse(JSON.parse(said.trim().split('\n').at(-1) ?? ''));
  expect(taken).toHaveLength(pairs.length);
  expect(shapes.length).toBeGreaterThan(20);
  const wrongly = pairs.filter((pair, index) => isLetThrough(pair) && !taken[index]);
  expect(wrongly).toEqual([]);
  const needlessly = pairs.filter((pair, index) => !isLetThrough(pair) && taken[index]);
  expect(needlessly.filter((pair) => !isBlurred(pair))).toEqual([]);
});
