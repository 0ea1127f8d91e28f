import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Runs `work` while no other process on this machine runs any under the same folder name; a lock whose owner is gone is taken over. */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  while (!(await take(folder))) await pause(250);
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function take(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    await writeFile(join(folder, 'pid'), String(process.pid));
    return true;
  } catch (cause) {
    if (!isThere(cause)) throw cause;
    if (await isAbandoned(folder)) await rm(folder, { recursive: true, force: true });
    return false;
  }
}

async function isAbandoned(folder: string): Promise<boolean> {
  const owner = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => ''));
  return owner > 0 && !isAlive(owner);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function isThere(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
}
