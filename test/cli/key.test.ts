import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { holderOf, makeKey } from '../../src/cli/key.ts';
import { policyDigest } from '../../src/policy/active.ts';
import { identitiesIn } from '../../src/policy/keys.ts';
import { PersonId } from '../../src/release/ids.ts';
import { environmentStream } from '../../src/release/stream.ts';
import { redisPolicyBook } from '../../src/store/policy-book.ts';
import { redisStore } from '../../src/store/store.ts';
import { productionPolicy } from '../features/gated.ts';
import { connected } from '../store/fixture.ts';
import { freshRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { heard, signalbox } from './calling.ts';
import { keyOf, withKeys } from './keyed.ts';

const pat = PersonId.parse('U0PAT');
const kim = PersonId.parse('U0KIM');
const named = (key: string) => `key:${createHash('sha256').update(key).digest('hex')}`;

test('a key is made for a person, printed once, and the policy line proves it', async () => {
  const { code, out } = await heard(() => makeKey(['--for', 'U0PAT']));
  expect(code).toBe(0);
  const key = /^ {2}([\w-]{43})$/m.exec(out)?.[1] ?? '';
  const [, identity = '', person] = /^ {2}"(key:[0-9a-f]{64})": (\w+)$/m.exec(out) ?? [];
  expect(person).toBe('U0PAT');
  expect(holderOf({ [identity]: pat }, key)).toEqual({ kind: 'person', id: 'U0PAT' });
  expect(await heard(() => makeKey([]))).toMatchObject({ code: 2, err: expect.stringContaining('--for U0PAT') });
});

test.each([
  ['too-short', 'This is no key'],
  [`${'a'.repeat(40)} `, 'This is no key'],
  [`${'ä'.repeat(40)}`, 'This is no key'],
  ['a'.repeat(600), 'This is no key'],
  ['a'.repeat(40), 'knows no such key'],
])('%j is nobody’s', (key, words) => {
  expect(holderOf({ [named(keyOf('U0PAT'))]: pat }, key)).toMatchObject({
    kind: 'nobody',
    words: expect.stringContaining(words),
  });
});

test('one person may have two keys while one is changed, and each of several people is found by theirs', () => {
  const [old, fresh, other] = [keyOf('old'), keyOf('fresh'), keyOf('other')];
  const people = { [named(old)]: pat, [named(other)]: kim, root: 'machine' as const, [named(fresh)]: pat };
  expect([old, fresh, other].map((key) => holderOf(people, key))).toEqual([
    { kind: 'person', id: pat },
    { kind: 'person', id: pat },
    { kind: 'person', id: kim },
  ]);
  expect(identitiesIn(people)).toEqual({ root: 'machine' });
});

/** Redis with this policy active, and a Slack where nobody answers. */
async function prepared() {
  const { url } = await freshRedis();
  const db = await connected(url);
  const text = withKeys(productionPolicy(), 'U0KIM', 'U0PAT');
  await redisPolicyBook(db).propose(text, policyDigest(text), 0);
  const env = { REDIS_URL: url, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_API_URL: 'http://127.0.0.1:1/' };
  const pauses = async () => (await redisStore(db).scope(environmentStream('production'))).pauses;
  return { env, pauses };
}

test('without Slack a process pauses and resumes for the person of the key, and for nobody else', async () => {
  const { env, pauses } = await prepared();
  const pause = ['pause', 'production', '--because', 'stock-taking', '--until', '2h'];
  expect(await signalbox(env, ...pause)).toMatchObject({ code: 2, err: expect.stringContaining('set SIGNALBOX_KEY') });
  const wrong = { ...env, SIGNALBOX_KEY: keyOf('U0EVE'), USER: 'U0KIM' };
  expect(await signalbox(wrong, ...pause)).toMatchObject({ code: 2, err: expect.stringContaining('no such key') });
  const asArgument = await signalbox(env, ...pause, '--key', keyOf('U0KIM'));
  expect(asArgument).toMatchObject({ code: 2, err: expect.stringContaining("'--key'") });
  expect(await pauses()).toEqual([]);

  const done = await signalbox({ ...env, SIGNALBOX_KEY: keyOf('U0KIM') }, ...pause);
  expect(done).toMatchObject({ code: 0, err: expect.stringContaining('Slack does not answer: you count as') });
  expect(done.out).toContain('Paused: production, until');
  expect(await pauses()).toMatchObject([{ by: { id: 'U0KIM' }, why: 'stock-taking' }]);
  const over = await signalbox({ ...env, SIGNALBOX_KEY: keyOf('U0KIM') }, 'resume', 'production', '--json');
  expect(JSON.parse(over.out)).toMatchObject({ v: 1, outcome: 'resumed' });
  expect(await pauses()).toEqual([]);
});

test('on a terminal the key is asked for, and nothing of it is shown', async () => {
  const { env, pauses } = await prepared();
  const cli = join(import.meta.dirname, '../../src/cli.ts');
  const words = [process.execPath, cli, 'pause', 'production', '--because', 'stock-taking'];
  const child = spawn('python3', ['-c', `import pty, sys; pty.spawn(sys.argv[1:])`, ...words], { env });
  onTestFinished(() => void child.kill());
  let shown = '';
  child.stdout.on('data', (text) => {
    shown += String(text);
  });
  await until(() => shown.includes('Key: '), { within: 30_000 });
  child.stdin.write(`${keyOf('U0KIM')}\n`);
  await until(() => shown.includes('Paused: production'), { within: 30_000 });
  expect(shown).not.toContain('U0KIM-kkk');
  expect(await pauses()).toMatchObject([{ by: { id: 'U0KIM' } }]);
});
