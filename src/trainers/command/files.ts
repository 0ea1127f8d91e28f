import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { ReleaseError } from '../../errors.ts';

/** Where the parts of one training lie. */
export interface TrainingFiles {
  readonly claim: string;
  readonly said: string;
  readonly ending: string;
  /** Its being there asks the supervisor to end the training. */
  readonly cancel: string;
  readonly log: string;
  /** What the supervisor itself had to say when it could not begin. */
  readonly trouble: string;
  readonly work: string;
  readonly home: string;
}

export function filesIn(folder: string): TrainingFiles {
  return {
    claim: join(folder, 'claim.json'),
    said: join(folder, 'said.json'),
    ending: join(folder, 'ending.json'),
    cancel: join(folder, 'cancel'),
    log: join(folder, 'log.txt'),
    trouble: join(folder, 'supervisor.txt'),
    work: join(folder, 'work'),
    home: join(folder, 'home'),
  };
}

/** Reads a file that was written whole; null when there is none, `trainer_answer_malformed` when nobody can read it. */
export async function readWhole<S extends z.ZodType>(path: string, schema: S): Promise<z.infer<S> | null> {
  const text = await readIfThere(path);
  if (text === null) return null;
  const parsed = schema.safeParse(parsedJson(text));
  if (parsed.success) return parsed.data;
  throw new ReleaseError('trainer_answer_malformed', { file: path, why: parsed.error.message });
}

/** Writes a file so that nobody ever reads half of it. */
export async function writeWhole(path: string, value: object): Promise<void> {
  const draft = await drafted(path, value);
  await rename(draft, path);
}

/** The same, unless the file is there already; answers whether it was written. Of many who write at once, one does. */
export async function writeOnce(path: string, value: object): Promise<boolean> {
  const draft = await drafted(path, value);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** What the file system refuses is a doubt about the trainer, and is tried again. */
export async function reaching<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new ReleaseError('trainer_unreachable', { file: path }, { cause: error });
  }
}

/** The code of a system error, such as ENOENT; null for anything else. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

async function drafted(path: string, value: object): Promise<string> {
  const draft = `${path}.${crypto.randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(value)}\n`, { flush: true });
  return draft;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new ReleaseError('trainer_unreachable', { file: path }, { cause: error });
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
