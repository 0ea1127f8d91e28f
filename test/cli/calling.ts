import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { ActingDesk, Desk } from '../../src/cli/desk.ts';
import { textBook } from '../../src/cli/desk-parts.ts';
import type { ExitCode } from '../../src/cli/verb.ts';
import { followPolicy } from '../../src/policy/active.ts';
import { redisInbox } from '../../src/store/inbox.ts';
import type { Stage } from '../features/support.ts';

/** How a command ended, and what it wrote where. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const cli = join(import.meta.dirname, '../../src/cli.ts');

/** Runs the command line as a process of its own, with these settings and no others. */
export function signalbox(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, ...args], { env }, (_error, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
  });
}

/** Runs a command within the test, and keeps what it writes. */
export async function heard(run: () => Promise<ExitCode>): Promise<Ended> {
  const [out, err] = [keeping('stdout'), keeping('stderr')];
  try {
    const code = await run();
    return { code, out: out.kept.join(''), err: err.kept.join('') };
  } finally {
    out.stop();
    err.stop();
  }
}

function keeping(stream: 'stdout' | 'stderr'): { readonly kept: readonly string[]; stop(): void } {
  const kept: string[] = [];
  const spy = vi.spyOn(process[stream], 'write').mockImplementation((text) => {
    kept.push(String(text));
    return true;
  });
  return { kept, stop: () => spy.mockRestore() };
}

/** A file with this text, gone after the test. */
export async function saved(text: string, name = 'policy.yml'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

/** The Redis of a stage, as a setting. */
export function redisUrl({ db: { redis } }: Pick<Stage, 'db'>): string {
  const { host = '127.0.0.1', port = 6379, db = 0 } = redis.options;
  return `redis://${host}:${port}/${db}`;
}

/** A desk on a stage, whose policy this text is. */
export async function deskOn(on: Stage, policyText: string): Promise<Desk & ActingDesk> {
  const written = await followPolicy(textBook(policyText));
  return {
    ...on.core,
    policies: written,
    written,
    slack: 'asked',
    inbox: redisInbox(on.db),
    people: written.document().people,
  };
}
