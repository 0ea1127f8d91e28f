import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { ReleaseError } from '../../errors.ts';
import { filesIn, writeWhole } from './files.ts';
import { endGroup } from './group.ts';
import { checkOut } from './mirror.ts';
import { type Output, output } from './output.ts';
import { processTable } from './processes.ts';
import type { Ending, Task } from './schema.ts';
import type { Stop } from './stop.ts';

const longestTimer = 2 ** 31 - 1;

/** Trains: checks the commit out, runs the program to its end or to a limit, and ends what it leaves behind. */
export async function train(task: Task, stop: Promise<Stop>): Promise<Ending> {
  const deadline = Date.now() + task.timeoutMs;
  const late = ended(pause(Math.min(task.timeoutMs, longestTimer), undefined, { ref: false }), task.timeoutMs);
  const early = await preparedOr(task, Promise.race([stop, late]), deadline);
  return early ?? (await run(task, Promise.race([stop, late])));
}

async function ended(time: Promise<unknown>, afterMs: number): Promise<Ending> {
  await time;
  return { kind: 'timed-out', afterMs };
}

/** Null when the folder is ready; else why there will be no training. */
async function preparedOr({ folder, mirror, order, path }: Task, stop: Promise<Ending>, deadline: number) {
  const files = filesIn(folder);
  const stopped = new AbortController();
  const asked = stop.then((ending) => {
    stopped.abort();
    return ending;
  });
  await mkdir(files.home, { recursive: true });
  try {
    const words = await checkOut(mirror, order.commit, files.work, path, { deadline, signal: stopped.signal });
    if (stopped.signal.aborted) return await asked;
    return words === null ? null : ({ kind: 'not-started', words } satisfies Ending);
  } catch (error) {
    if (error instanceof ReleaseError && error.code === 'deadline_passed') return await asked;
    throw error;
  }
}

async function run(task: Task, stop: Promise<Ending>): Promise<Ending> {
  const files = filesIn(task.folder);
  const { path, variables, secrets, maxLogBytes } = task;
  const [program, ...args] = task.argv;
  const env = { PATH: path, HOME: files.home, ...variables };
  const child = spawn(program, args, { cwd: files.work, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const out = output({ log: files.log, maxBytes: maxLogBytes, secrets });
  out.listen(child.stdout);
  out.listen(child.stderr);
  const told = teller(out, files.said);
  const closed = once(child, 'close').catch(() => []);
  const ending = await Promise.race([endOf(child, program), stop]);
  await endGroup(process.pid, processTable(), task.graceMs, process.pid);
  // What left the group on purpose may hold the output open for ever.
  await Promise.race([closed, pause(2_000)]);
  await told.end();
  return ending;
}

function endOf(child: ChildProcess, program: string): Promise<Ending> {
  const { promise, resolve } = Promise.withResolvers<Ending>();
  child.once('exit', (code, signal) => resolve({ kind: 'exited', code, signal }));
  child.once('error', ({ message }) => {
    resolve({ kind: 'not-started', words: `${program} could not be started in the commit's folder: ${message}` });
  });
  return promise;
}

/** Writes down what the training says, twice a second at most. */
function teller(out: Output, path: string): { end(): Promise<void> } {
  let writing = Promise.resolve();
  let written = '';
  async function tell(): Promise<void> {
    const said = out.said();
    const text = JSON.stringify(said);
    if (text === written) return;
    written = text;
    await writeWhole(path, said);
  }
  const timer = setInterval(() => {
    writing = writing.then(tell);
  }, 500);
  return {
    async end() {
      clearInterval(timer);
      await writing.then(tell);
    },
  };
}
