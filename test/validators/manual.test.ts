import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { canonical } from '../../src/evidence/canonical.ts';
import type { CheckAnswer } from '../../src/release/gate-facts.ts';
import { Version } from '../../src/release/ids.ts';
import { trainers } from '../../src/trainers/table.ts';
import { httpValidator } from '../../src/validators/http-validator.ts';
import { validators } from '../../src/validators/table.ts';
import { someRelease } from '../contracts/some-release.ts';

const manual = readFileSync('docs/validating.md', 'utf8');
const rowsOf = (text: string) => Array.from(text.matchAll(/^\| (`.+?`) \|/gm), ([, keys = '']) => keys);

test('the manual lists every form of a validation', () => {
  const [, forms = ''] = manual.split('| Form |');
  const named = rowsOf(forms.split('\n\n')[0] ?? '').map((kind) => kind.replaceAll('`', ''));
  expect(named.sort()).toEqual([...Object.keys(trainers), ...Object.keys(validators)].sort());
});

test('the question has exactly the keys that the manual names, and each of its answers is understood', async () => {
  const asked: object[] = [];
  const answers = Array.from(manual.matchAll(/^\{"status".*$/gm), ([line]) => Answer.parse(JSON.parse(line)));
  expect(answers.map(({ status }) => status)).toEqual(['pass', 'fail', 'cannot-tell']);
  const check = { url: 'https://risk.example/validate', secret: null, timeoutMs: 1_000, private: false };
  const left = [...answers];
  const ask = async (_: object, document: object): Promise<CheckAnswer> => {
    asked.push(document);
    return left.shift() ?? { status: 'fail', reason: 'nothing left' };
  };
  const validator = httpValidator({ check, checks: { ask }, registry: 'mlflow-prod', name: 'churn' });
  const lane = { model: 'churn', environment: 'production', commit: 'a'.repeat(40) };
  const order = { release: someRelease(), attempt: 1, ...lane, purpose: 'validate' as const };
  const { ref } = await validator.start({ ...order, version: Version.parse('14') }, { deadline: Date.now() + 1_000 });
  const kinds = [];
  for (const _ of answers) kinds.push((await validator.look(ref, { deadline: Date.now() + 1_000 })).kind);
  expect(kinds).toEqual(['succeeded', 'failed', 'running']);
  const [, keys = ''] = manual.split('| Key |');
  const named = rowsOf(keys.split('\n\n')[0] ?? '').flatMap((row) => row.replaceAll('`', '').split(', '));
  expect(named.sort()).toEqual(Object.keys(JSON.parse(canonical(asked[0] ?? {}))).sort());
});

const Answer = z.strictObject({ status: z.enum(['pass', 'fail', 'cannot-tell']), reason: z.string() });
