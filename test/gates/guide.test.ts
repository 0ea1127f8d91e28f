import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { gateTable } from '../../src/gates/table.ts';
import { parsePolicy } from '../../src/policy/parse.ts';

const guide = readFileSync('docs/adding-a-gate.md', 'utf8');
const reference = readFileSync('docs/gates.md', 'utf8');

/** A plain policy with these gates, each line of them as it stands under `gates:`. */
function policyWith(gates: string): string {
  return `admin: C0ADMIN
environments:
  staging: { registry: staging, channel: C0STAGING, approvals: none }
  production: { registry: production, channel: C0PROD, approvals: none }
registries:
  staging: { kind: mlflow, url: "http://staging.example" }
  production: { kind: mlflow, url: "http://production.example" }
models:
  embedder: { owner: U0ADA, path: [staging, production] }
  churn:
    owner: U0ADA
    path: [staging, production]
    gates:
${gates}
`;
}

test('the guide lists exactly the gates of the table, each with its example, which a policy may hold', () => {
  const rows = [...guide.matchAll(/^\| `([a-z-]+)` \| `(\{.*?\})` \|/gm)].map(([, kind, example]) => ({
    kind,
    example,
  }));
  expect(rows).toEqual([...gateTable].map(([kind, { example }]) => ({ kind, example })));
  for (const { kind, example } of rows) {
    const parsed = parsePolicy(policyWith(`      - ${example}`), 'policy.yaml');
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

const sections = new Map(
  reference
    .split('\n## ')
    .slice(1)
    .map((section) => [/^`([a-z-]+)`/.exec(section)?.[1] ?? section, section]),
);

interface Fields {
  readonly properties?: Readonly<Record<string, Fields>> | undefined;
  readonly anyOf?: readonly Fields[] | undefined;
}

const Fields: z.ZodType<Fields> = z.lazy(() =>
  z.object({ properties: z.record(z.string(), Fields).optional(), anyOf: z.array(Fields).optional() }),
);

function keysOf({ properties = {}, anyOf = [] }: Fields): readonly string[] {
  return [
    ...Object.entries(properties).flatMap(([key, inner]) => [key, ...keysOf(inner)]),
    ...anyOf.flatMap((one) => keysOf(one)),
  ];
}

test('the reference has a section for each kind, in the order of the table', () => {
  expect([...sections.keys()]).toEqual([...gateTable.keys()]);
});

test.each([...gateTable])(
  'the reference tells every field of %s, and its examples use them all',
  (kind, { schema }) => {
    const section = sections.get(kind) ?? '';
    const keys = [...new Set(keysOf(Fields.parse(z.toJSONSchema(schema, { io: 'input' }))))];
    const rows = section.split('\n').filter((line) => /^\| `/.test(line));
    const told = rows.flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, key]) => key ?? ''),
    );
    const nested = keys.filter((key) => !told.includes(key));
    expect(nested.filter((key) => !rows.some((row) => row.includes(`\`${key}\``)))).toEqual([]);
    expect(told.filter((key) => !keys.includes(key))).toEqual([]);
    const examples = section
      .split('\n')
      .filter((line) => line.startsWith('    '))
      .map((line) => `  ${line}`);
    expect(examples.length).toBeGreaterThan(0);
    const parsed = parsePolicy(policyWith(examples.join('\n')), 'policy.yaml');
    expect(parsed).toMatchObject({ ok: true });
    for (const key of keys) expect(examples.join('\n')).toMatch(new RegExp(`(?<![\\w-])${key}:`));
  },
);
