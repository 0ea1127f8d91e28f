import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gateTable } from '../../src/gates/table.ts';
import { parsePolicy } from '../../src/policy/parse.ts';

const guide = readFileSync('docs/adding-a-gate.md', 'utf8');

test('the guide lists exactly the gates of the table, each with an example that a policy may hold', () => {
  const rows = [...guide.matchAll(/^\| `([a-z-]+)` \| `(\{.*?\})` \|/gm)].map(([, kind, example]) => ({
    kind,
    example,
  }));
  expect(rows.map(({ kind }) => kind)).toEqual([...gateTable.keys()]);
  for (const { kind, example } of rows) {
    const demo = readFileSync('sandbox/demo/policy.yaml', 'utf8').replace(
      /gates:\n(?: +- .*\n)+/,
      `gates: [${example}]\n`,
    );
    const parsed = parsePolicy(demo, 'policy.yaml');
    expect(parsed).toMatchObject({ ok: true });
    expect(parsed.ok && parsed.policy.models['churn']?.gates).toEqual([expect.objectContaining({ kind })]);
  }
});

test('the guide has at most five steps, and every file it sends people to is there', () => {
  const steps = guide.match(/^\d+\. .*$/gm) ?? [];
  expect(steps.length).toBeGreaterThan(2);
  expect(steps.length).toBeLessThanOrEqual(5);
  const files = [...guide.matchAll(/`((?:src|test|docs|sandbox)\/[\w./-]+\.\w+)`/g)].map(([, file]) => file ?? '');
  expect(files.length).toBeGreaterThanOrEqual(3);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

test('each kind has a file of its own', () => {
  const files = readdirSync('src/gates');
  for (const kind of gateTable.keys()) expect(files).toContain(`${kind}.ts`);
});
