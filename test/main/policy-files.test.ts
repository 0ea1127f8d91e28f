import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type PolicyReading, readPolicyFiles } from '../../src/main/policy-files.ts';
import { partsOf } from '../../src/policy/bundle.ts';

async function folder(files: Readonly<Record<string, string>>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'signalbox-files-'));
  onTestFinished(() => rm(path, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(path, name, '..'), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return path;
}

function names(reading: PolicyReading): readonly string[] {
  return reading.kind === 'problems' ? reading.problems : partsOf(reading.text, 'policy.yaml').map(({ name }) => name);
}

test('a file that includes nothing is its own text', async () => {
  const at = await folder({ 'policy.yaml': 'admin: C0\n' });
  expect(await readPolicyFiles(join(at, 'policy.yaml'))).toEqual({ kind: 'read', text: 'admin: C0\n' });
});

test('files of teams come in alphabetical order, each once, hidden ones never', async () => {
  const at = await folder({
    'policy.yaml': 'include: [teams/*.yaml, "*/b.yaml", none/*.yaml]\n',
    'teams/b.yaml': 'team: b\n',
    'teams/a.yaml': 'team: a\n',
    'teams/a.txt': 'no',
    'teams/.hidden.yaml': 'no',
    'teams/deep/c.yaml': 'no',
    'other/b.yaml': 'team: c\n',
  });
  const reading = await readPolicyFiles(join(at, 'policy.yaml'));
  expect(names(reading)).toEqual(['policy.yaml', 'other/b.yaml', 'teams/a.yaml', 'teams/b.yaml']);
  expect(await readPolicyFiles(join(at, 'policy.yaml'))).toEqual(reading);
});

test('as Kubernetes mounts it: files are links into a folder beside them', async () => {
  const at = await folder({ '..2026/policy.yaml': 'include: "team-*.yaml"\n', '..2026/team-a.yaml': 'team: a\n' });
  await symlink('..2026', join(at, '..data'));
  for (const name of ['policy.yaml', 'team-a.yaml']) await symlink(`..data/${name}`, join(at, name));
  expect(names(await readPolicyFiles(join(at, 'policy.yaml')))).toEqual(['policy.yaml', 'team-a.yaml']);
});

test('a link that leads out, a file that is too large and one that is not there are told', async () => {
  const at = await folder({
    'in/policy.yaml': 'include: "*.yaml"\n',
    'secret.yaml': 'x',
    'in/big.yaml': ' '.repeat(1_048_577),
  });
  await symlink('../secret.yaml', join(at, 'in/out.yaml'));
  await symlink('nowhere.yaml', join(at, 'in/lost.yaml'));
  expect(names(await readPolicyFiles(join(at, 'in/policy.yaml')))).toEqual([
    expect.stringMatching(/big\.yaml is larger than 1024 KB\. Split it/),
    expect.stringMatching(/lost\.yaml cannot be read\./),
    expect.stringMatching(/out\.yaml is a link that leads out of .*\. Put the file itself there\./),
  ]);
  expect(names(await readPolicyFiles(join(at, 'policy.yaml')))).toEqual([
    expect.stringMatching(/policy\.yaml cannot be read\. Write the path/),
  ]);
});

test.each(['../*.yaml', '/etc/*.yaml', 'teams/../*.yaml', '.hidden/*.yaml'])('%s reads nothing', async (pattern) => {
  const at = await folder({ 'in/policy.yaml': `include: "${pattern}"\n`, 'out.yaml': 'x', 'in/.hidden/a.yaml': 'x' });
  expect(names(await readPolicyFiles(join(at, 'in/policy.yaml')))).toEqual(['policy.yaml']);
});
