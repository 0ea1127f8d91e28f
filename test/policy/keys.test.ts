import { expect, test } from 'vitest';
import { keysIn } from '../../src/policy/keys.ts';
import { lanePolicy } from '../../src/policy/lane-policy.ts';
import { checkPolicy, type Policy, readPolicy } from '../../src/policy/parse.ts';
import { noEmails, personBehind } from '../../src/release/identities.ts';
import { changed, good } from './good.ts';

const digest = '0123456789abcdef'.repeat(4);
const now = Date.UTC(2026, 10, 22);

function policyOf(text: string): Policy {
  const read = readPolicy(text, 'policy.yaml');
  if (read === null) throw new Error('not a policy');
  return read.policy;
}

function withPerson(line: string): string {
  return changed('  "root": machine', `  "root": machine\n  ${line}`);
}

test.each([
  [`"key:${digest}": U0PAT`, []],
  [`"key:${digest}": machine`, ['5:75: a key is a person’s. Write their Slack member id, such as U0PAT.']],
  [
    `"key:${digest.slice(1)}": U0PAT`,
    ['5:3: this is not the digest of a key. Write the line that `signalbox key` prints.'],
  ],
  [
    `"key:${digest.toUpperCase()}": U0PAT`,
    ['5:3: this is not the digest of a key. Write the line that `signalbox key` prints.'],
  ],
  [
    '"key:correct horse battery staple": U0PAT',
    ['5:3: this is not the digest of a key. Write the line that `signalbox key` prints.'],
  ],
])('%s', (line, problems) => {
  const found = checkPolicy(withPerson(line), 'policy.yaml', now);
  expect(found.map(({ line: at, col, words }) => `${at}:${col}: ${words}`)).toEqual(problems);
});

test('rule 1: a key is nobody’s name: whoever runs a training under its digest is not that person', () => {
  const policy = policyOf(withPerson(`"key:${digest}": U0PAT`));
  const lane = lanePolicy(policy, 1, 'churn', 'production');
  expect([...keysIn(policy.people)]).toEqual([[digest, 'U0PAT']]);
  expect(personBehind(lane, noEmails, `key:${digest}`)).toBeNull();
  expect(personBehind(lane, noEmails, 'pat@corp.example')).toBe('U0PAT');
  expect(lane.digest).toBe(lanePolicy(policyOf(good), 1, 'churn', 'production').digest);
});
