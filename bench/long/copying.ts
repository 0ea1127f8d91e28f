import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { print } from '../../sandbox/demo/progress.ts';
import { environment } from '../../sandbox/environment.ts';

const Said = z.union([
  z.object({ at: z.number() }),
  z.object({ version: z.string(), bytes: z.number(), sent: z.number(), peakMb: z.number() }),
]);
/** What the process says at its end. */
export type Made = Exclude<z.infer<typeof Said>, { at: number }>;

const program = join(import.meta.dirname, 'copy-child.ts');
const everyMs = 5_000;
const env = environment({ NODE_COMPILE_CACHE: join(tmpdir(), 'signalbox-compiled') });

/** Copies in a process of its own and prints how far it is; null when it was killed at `killAt` bytes. */
export async function copyAlone(
  order: readonly string[],
  { all, killAt }: { readonly all: number; readonly killAt: number | null },
): Promise<Made | null> {
  const began = Date.now();
  const child = spawn(process.execPath, [program, ...order], { stdio: ['ignore', 'pipe', 'inherit'], env });
  let told = 0;
  let made: Made | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const said = Said.parse(JSON.parse(line));
    if (!('at' in said)) made = said;
    else if (killAt !== null && said.at >= killAt) child.kill('SIGKILL');
    else if (Date.now() - told > everyMs) {
      told = Date.now();
      const took = (told - began) / 1_000;
      print(`  ${(said.at / 1e9).toFixed(2)} of ${(all / 1e9).toFixed(1)} GB after ${took.toFixed(0)} s`);
    }
  }
  return made;
}
