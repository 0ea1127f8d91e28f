import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kept } from './schema.ts';

/** A file that is always whole. */
export interface KeptFile {
  read(): Promise<Kept>;
  write(kept: Kept): Promise<void>;
}

/** Keeps the supervisor's state in a folder; one write after the other. */
export function keptIn(folder: string): KeptFile {
  const path = join(folder, 'serving.json');
  let last = Promise.resolve();
  async function write(kept: Kept): Promise<void> {
    await mkdir(folder, { recursive: true });
    await writeFile(`${path}.new`, JSON.stringify(kept), { flush: true });
    await rename(`${path}.new`, path);
  }
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch(() => null);
      return text === null ? { order: null, failed: null, live: null } : Kept.parse(JSON.parse(text));
    },
    write(kept) {
      const written = last.then(() => write(kept));
      last = written.catch(() => {});
      return written;
    },
  };
}
