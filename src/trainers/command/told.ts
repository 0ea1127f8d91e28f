import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from '../../errors.ts';
import type { Call } from '../../ports.ts';
import type { Trainer, TrainingRef } from '../../ports-trainers.ts';
import { filesIn, readWhole } from './files.ts';
import { Said, TrainingName } from './schema.ts';

/** What trainings have printed: their logs, and the versions that they named. */
export function told(folder: string): Pick<Trainer, 'log' | 'registered'> {
  return {
    async log(ref, call) {
      const { log } = filesIn(placeOf(folder, ref, call));
      return existsSync(log) ? { name: `${ref}.txt`, content: createReadStream(log) } : null;
    },
    async registered(ref, call) {
      const said = await readWhole(filesIn(placeOf(folder, ref, call)).said, Said);
      return said === null || said.registered.length === 0 ? null : said.registered;
    },
  };
}

/** The folder of one training, once it is clear that the call has time left and that the state folder is there. */
export function placeOf(folder: string, ref: TrainingRef, { deadline, signal }: Call): string {
  if (deadline <= Date.now() || signal?.aborted) throw new ReleaseError('deadline_passed');
  // Were it made here, a share that is not mounted would look like one where nothing was ever started.
  if (!existsSync(folder)) throw new ReleaseError('trainer_unreachable', { missing: folder });
  return join(folder, TrainingName.safeParse(ref).success ? ref : nobody);
}

/** A name that no training has: a ref from elsewhere must not lead out of the folder. */
const nobody = 'no-such-training';
