import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { onGitHub, runsOf, someOrder, soon } from './on-github.ts';

const guide = await readFile(join(import.meta.dirname, '../../../docs/training-with-github-actions.md'), 'utf8');

const File = z.object({
  name: z.string(),
  'run-name': z.string(),
  on: z.object({ workflow_dispatch: z.object({ inputs: z.record(z.string(), z.object({ required: z.boolean() })) }) }),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({
      environment: z.string(),
      steps: z.array(z.object({ run: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() })),
    }),
  ),
});
const [, text = ''] = /```yaml\n([\s\S]+?)```/.exec(guide) ?? [];
const file = File.parse(parse(text));

test("the guide's workflow takes a dispatch, and its run is found by its name", async () => {
  const { inputs } = file.on.workflow_dispatch;
  const { trainer, actions } = await onGitHub({ name: file.name, runName: file['run-name'], inputs });
  actions.tellsRun = false;
  const order = someOrder();
  const { ref } = await trainer.start(order, soon());
  const [run] = runsOf(actions, order);
  expect(String(run?.id)).toBe(ref);
  expect(Object.keys(run?.inputs ?? {}).sort()).toEqual(Object.keys(inputs).sort());
});

test("the guide's workflow trains the commit with few rights, and puts no input into a script", () => {
  const [job] = Object.values(file.jobs);
  expect(file.permissions).toEqual({ contents: 'read' });
  expect(job?.environment).toMatch(/inputs\.environment/);
  expect(job?.steps.filter((step) => /inputs\.commit/.test(String(step.with?.['ref'])))).toHaveLength(1);
  for (const step of job?.steps ?? []) expect(step.run ?? '').not.toContain('${{');
});

test('what the guide says of refusals are the words that come', async () => {
  for (const [differs, words] of [
    [{ isDispatchable: false }, "Workflow does not have 'workflow_dispatch' trigger"],
    [{ inputs: {} }, 'Unexpected inputs provided'],
    [{ runName: null }, 'run-name has to hold inputs.correlation_id'],
  ] as const) {
    const { trainer } = await onGitHub(differs);
    const refused: unknown = await trainer.start(someOrder(), soon()).catch((error: unknown) => error);
    expect(JSON.stringify(refused).replaceAll('\\"', '"')).toContain(words);
    expect(guide).toContain(words);
  }
});
