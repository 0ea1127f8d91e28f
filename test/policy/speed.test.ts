import { expect, test } from 'vitest';
import { followPolicy, policyDigest } from '../../src/policy/active.ts';
import { parsePolicy } from '../../src/policy/parse.ts';
import { longPolicy } from './long.ts';

test('a known text is not read again: it is the very policy that was made of it; any other text is', () => {
  expect(longPolicy.split('\n').length).toBeGreaterThan(300);
  const once = read(longPolicy);
  expect(read(longPolicy)).toBe(once);
  expect(read(`${longPolicy}# changed\n`)).not.toBe(once);
});

test('what is wrong is told anew each time, and is never taken for known', () => {
  const wrong = longPolicy.replace('path: [staging, production]', 'path: [nowhere]');
  expect(parsePolicy(wrong, 'a.yaml')).toMatchObject({ ok: false });
  expect(parsePolicy(wrong, 'b.yaml')).not.toEqual(parsePolicy(wrong, 'a.yaml'));
});

test('following asks for a number alone: the text is fetched only when the number is another one', async () => {
  const document = { number: 1, digest: policyDigest(longPolicy), text: longPolicy };
  let [now, fetched] = [document, 0];
  const active = async () => {
    fetched += 1;
    return now;
  };
  const policies = await followPolicy({ active, number: async () => now.number, propose: async () => null });
  const before = policies.document();
  for (let turn = 0; turn < 10; turn += 1) expect(await policies.refresh()).toBe(false);
  expect(fetched).toBe(1);
  now = { ...document, number: 2 };
  expect(await policies.refresh()).toBe(true);
  expect(fetched).toBe(2);
  expect(policies.document()).toBe(before);
});

function read(text: string) {
  const parsed = parsePolicy(text, 'policy.yaml');
  if (!parsed.ok) throw new Error(parsed.problems.map(({ line }) => String(line)).join());
  return parsed.policy;
}
