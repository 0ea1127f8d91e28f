import { mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type FileNow, followFile } from '../../src/main/follow-file.ts';
import { silent } from '../fakes/log.ts';
import { until } from '../support/until.ts';

async function following(file: string) {
  const taken: FileNow[] = [];
  const asked: string[] = [];
  const read = async () => {
    const text = await readFile(file, 'utf8').catch(() => null);
    asked.push(text ?? '');
    return text === null ? { text: '', problems: ['gone'] } : { text, problems: [] };
  };
  const first = await read();
  const ticker = followFile({ everyMs: 5, log: silent, first, read, take: async (now) => void taken.push(now) });
  onTestFinished(() => ticker.stop());
  /** So many readings later. */
  const later = (turns: number, from = asked.length) => until(() => asked.length >= from + turns);
  return { texts: () => taken.map(({ text, problems }) => problems[0] ?? text), later, asked };
}

async function place(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'signalbox-follow-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

test('a file that is written over is taken once, an unchanged one never', async () => {
  const file = join(await place(), 'policy.yaml');
  await writeFile(file, 'one');
  const { texts, later } = await following(file);
  await later(4);
  expect(texts()).toEqual([]);
  await writeFile(file, 'two');
  await until(() => texts().includes('two'));
  await later(4);
  expect(texts().filter((text) => text === 'two')).toHaveLength(1);
});

test('a file that an editor replaces, and a link that is turned, are seen too', async () => {
  const at = await place();
  const file = join(at, 'policy.yaml');
  await Promise.all(['one', 'two', 'three'].map((text) => writeFile(join(at, text), text)));
  await symlink('one', file);
  const { texts } = await following(file);
  await symlink('two', join(at, 'new'));
  await rename(join(at, 'new'), file);
  await until(() => texts().at(-1) === 'two');
  await rename(join(at, 'three'), file);
  await until(() => texts().at(-1) === 'three');
});

test('what was there for one reading alone is not taken', async () => {
  const answers = ['one', 'half', 'two', 'two', 'two'].map((text) => ({ text, problems: [] }));
  const taken: string[] = [];
  let turn = 0;
  const ticker = followFile({
    everyMs: 1,
    log: silent,
    first: { text: 'one', problems: [] },
    read: async () => answers[Math.min(turn++, 4)] ?? { text: '', problems: [] },
    take: async ({ text }) => void taken.push(text),
  });
  onTestFinished(() => ticker.stop());
  await until(() => turn > 8);
  expect(taken).toEqual(['two']);
});

test('a file that is gone is told once, and taken when it is back as another', async () => {
  const file = join(await place(), 'policy.yaml');
  await writeFile(file, 'one');
  const { texts, later } = await following(file);
  await rm(file);
  await until(() => texts().length === 1);
  await later(4);
  expect(texts()).toEqual(['gone']);
  await writeFile(file, 'two');
  await until(() => texts().at(-1) === 'two');
});
