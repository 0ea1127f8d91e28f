import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { python } from '../../sandbox/python.ts';
import { isSealed, sealing } from '../../src/http/signature.ts';

const root = join(import.meta.dirname, '../..');
const manual = await readFile(join(root, 'docs/outside-checks.md'), 'utf8');
const code = (language: string) => new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(manual)?.[1] ?? '';

const body = '{"model":"churn","reason":"\u00fcber"}';
const now = () => String(Math.floor(Date.now() / 1_000));

const questions: readonly [what: string, secret: string, headers: () => Record<string, string>, expected: boolean][] = [
  ['ours', 's3cret', () => sealed(now()), true],
  ['with another secret', 'other', () => sealed(now()), false],
  ['an old one', 's3cret', () => sealed(String(Number(now()) - 301)), false],
  ['one of the future', 's3cret', () => sealed(String(Number(now()) + 310)), false],
  [
    'an old one with a new time',
    's3cret',
    () => ({ ...sealed(String(Number(now()) - 301)), 'x-signalbox-timestamp': now() }),
    false,
  ],
  ['unsigned', 's3cret', () => sealing({ timestamp: now(), delivery: 'one', body }, null), false],
  ['without a time', 's3cret', () => ({ 'x-signalbox-signature': 'sha256=00' }), false],
];

function sealed(timestamp: string): Record<string, string> {
  return sealing({ timestamp, delivery: 'one', body }, 's3cret');
}

test.each(questions)('the Python of the manual knows %s', async (_, secret, headers, expected) => {
  const script = `${code('python')}
import json, sys
given = json.load(sys.stdin)
headers = {"-".join(part.capitalize() for part in name.split("-")): value for name, value in given["headers"].items()}
print(is_signalbox(given["secret"].encode(), headers, given["body"].encode()))
`;
  const { bin } = await python('mlflow');
  const input = JSON.stringify({ secret, headers: headers(), body });
  const { stdout, stderr } = spawnSync(join(bin, 'python'), ['-c', script], { input, encoding: 'utf8' });
  expect([stdout.trim(), stderr]).toEqual([expected ? 'True' : 'False', '']);
});

test.each(questions)('the JavaScript of the manual knows %s', async (_, secret, headers, expected) => {
  const given: unknown = await import(`data:text/javascript,${encodeURIComponent(code('js'))}`);
  const verify: unknown = Reflect.get(Object(given), 'isSignalbox');
  if (typeof verify !== 'function') throw new Error('no isSignalbox');
  expect(verify(secret, headers(), Buffer.from(body))).toBe(expected);
});

test.each(questions)('Signalbox itself, where it is asked like that, knows %s', (_, secret, headers, expected) => {
  expect(isSealed(headers(), body, secret, Date.now())).toBe(expected);
});
