import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll } from 'vitest';
import { start } from '../../../sandbox/processes.ts';
import { Version } from '../../../src/release/ids.ts';
import { commandTrainer } from '../../../src/trainers/command/command-trainer.ts';
import { trainerContract } from '../../contracts/trainer.ts';
import { until } from '../../support/until.ts';
import { commandWorld, emptyFolder, gone, newFolder } from './world.ts';

const root = await newFolder();
afterAll(() => gone(root));

trainerContract('a command', async () => {
  const { options, order, trained, tally } = await commandWorld(root);
  const trainer = commandTrainer(options);
  const folderOf = (ref: string) => join(options.folder, ref);
  return {
    trainer,
    again: commandTrainer({ ...options, folder: relative('', options.folder) }),
    once: 'for-all-workers',
    tells: { log: true, words: 'out of memory: 模型', registered: [Version.parse('7')] },
    order: async (play) => order(play),
    letEnd: (ordered) => writeFile(tally(ordered, '.end'), ''),
    trained: async (ordered) => trained(ordered),
    async startUnheard(ordered) {
      const given = JSON.stringify({ options, order: ordered });
      const worker = start(process.execPath, ['test/trainers/command/start-child.ts', given]);
      const claim = join(folderOf(`${ordered.release}-${ordered.attempt}`), 'claim.json');
      await until(() => existsSync(claim), { within: 30_000 });
      await worker.stop(0);
    },
    forget: (_, ref) => rm(folderOf(ref), { recursive: true }),
    async silent() {
      const path = await emptyFolder();
      await writeFile(join(path, 'git'), '#!/bin/sh\n/bin/sleep 60\n', { mode: 0o755 });
      return commandTrainer({ ...options, path });
    },
    async garbled(ordered) {
      const ref = `${ordered.release}-${ordered.attempt}`;
      await until(async () => (await trainer.look(ref, { deadline: Date.now() + 5_000 })).kind === 'succeeded', {
        within: 30_000,
      });
      await writeFile(join(folderOf(ref), 'claim.json'), '{"order": {}');
      return { trainer, ref };
    },
  };
});
