import { spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ReleaseError } from '../../errors.ts';
import type { Call } from '../../ports.ts';
import { filesIn, reaching, readWhole } from './files.ts';
import { Claim, type Task } from './schema.ts';

const program = fileURLToPath(new URL('./supervisor.ts', import.meta.url));

/** Starts a supervisor, which outlives this process, and waits until one has claimed the order; answers with the claim. */
export async function claimed(task: Task, call: Call): Promise<Claim> {
  await reaching(task.folder, mkdir(task.folder, { recursive: true }));
  const supervisor = await supervise(task);
  for (;;) {
    const ended = supervisor.ended();
    const claim = await readWhole(filesIn(task.folder).claim, Claim);
    if (claim !== null) return claim;
    if (ended) throw new ReleaseError('trainer_unreachable', { supervisor: await trouble(task) });
    if (Date.now() >= call.deadline || call.signal?.aborted) throw new ReleaseError('training_outcome_unknown');
    await pause(20);
  }
}

async function supervise(task: Task): Promise<{ ended(): boolean }> {
  const said = await reaching(task.folder, open(filesIn(task.folder).trouble, 'a'));
  const child = spawn(process.execPath, [program, task.order.release], {
    cwd: task.folder,
    env: { PATH: task.path },
    detached: true,
    stdio: ['pipe', 'ignore', said.fd],
  });
  await said.close();
  let failed = false;
  child.once('error', () => {
    failed = true;
  });
  // One that has ended already takes nothing; why it did stands in its file.
  child.stdin?.on('error', () => {});
  child.stdin?.end(JSON.stringify(task));
  child.unref();
  return { ended: () => failed || child.exitCode !== null || child.signalCode !== null };
}

async function trouble({ folder }: Task): Promise<string> {
  return (await readFile(filesIn(folder).trouble, 'utf8')).slice(-2_000);
}
