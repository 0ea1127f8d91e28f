import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { withLock } from '../../sandbox/install-lock.ts';
import { run, start } from '../../sandbox/processes.ts';
import { until } from './until.ts';

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'signalbox-lock-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

test('of two that want the lock, the second waits for the first', async () => {
  const lock = join(await folder(), 'lock');
  const seen: string[] = [];
  const first = Promise.withResolvers<void>();
  const one = withLock(lock, async () => {
    seen.push('one begins');
    await first.promise;
    seen.push('one ends');
  });
  await until(() => seen.includes('one begins'));
  const two = withLock(lock, async () => void seen.push('two'));
  first.resolve();
  await Promise.all([one, two]);
  expect(seen).toEqual(['one begins', 'one ends', 'two']);
});

test('a lock whose owner has died is taken over', async () => {
  const lock = join(await folder(), 'lock');
  await writeFile(lock, await run(process.execPath, ['-p', 'process.pid']));
  expect(await withLock(lock, () => readFile(lock, 'utf8'))).toBe(String(process.pid));
});

test('a lock is free again after work that failed', async () => {
  const lock = join(await folder(), 'lock');
  await expect(withLock(lock, () => Promise.reject(new Error('no space')))).rejects.toThrow('no space');
  expect(await withLock(lock, () => Promise.resolve('free'))).toBe('free');
});

test('a command that fails says with which words', async () => {
  await expect(run(process.execPath, ['-e', 'console.error("no such model"); process.exit(3)'])).rejects.toThrow(
    /ended with 3:\s+no such model/,
  );
});

test('stopping a process ends what it started, even when it does not listen', async () => {
  const child = `require('node:child_process').spawn('sleep', ['600']).on('spawn', function () { console.log(this.pid) });`;
  const parent = start(process.execPath, ['-e', `process.on('SIGTERM', () => {}); ${child}`]);
  const pid = await until(() => Number(parent.printed()) || null);
  await parent.stop(50);
  expect(parent.ended()).toBe(true);
  await until(() => !isAlive(pid));
});

test.each(['SIGTERM', 'SIGHUP'] as const)('%s to the one that started a process ends it too', async (signal) => {
  const code = `
    import { start } from '${join(import.meta.dirname, '../../sandbox/processes.ts')}';
    console.log(start('sleep', ['600']).pid);`;
  const parent = start(process.execPath, ['--input-type=module', '-e', code]);
  const pid = await until(() => Number(parent.printed()) || null);
  process.kill(parent.pid, signal);
  await until(() => parent.ended() && !isAlive(pid));
  expect(parent.ended()).toBe(true);
});

test('a program that is not there is named', () => {
  expect(() => start('no-such-program', [])).toThrow('no-such-program could not be started');
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
