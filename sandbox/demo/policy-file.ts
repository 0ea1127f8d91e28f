import { rename, writeFile } from 'node:fs/promises';
import { type Places, type PolicyModel, policyText } from './policy-text.ts';
import { reread, type Signalbox } from './signalbox.ts';

/** The policy as a file that every process of Signalbox reads. */
export type PolicyOnDisk = {
  write(): Promise<void>;
  /** Adds models, or puts others in the place of those of the same names, and waits until these processes follow; one change after the other. */
  set(models: readonly PolicyModel[], running: Iterable<Signalbox>): Promise<void>;
};

/** Nothing is written before the first `write`. */
export function policyOnDisk(file: string, places: Places): PolicyOnDisk {
  const models = new Map<string, PolicyModel>();
  let last: Promise<unknown> = Promise.resolve();
  const write = () => replace(file, policyText(places, [...models.values()]));
  return {
    write,
    set(changed, running) {
      const change = last.then(() => {
        for (const model of changed) models.set(model.name, model);
        return reread([...running], write);
      });
      last = change.catch(() => undefined);
      return change;
    },
  };
}

/** A process may read the file at any moment: it never finds half of one. */
async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
