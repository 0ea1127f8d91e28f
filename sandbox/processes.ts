import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { environment } from './environment.ts';

/** A child process that leads its own process group, so that what it starts ends with it. */
export type Running = {
  readonly pid: number;
  /** What it printed last, standard output and error together, at most 20,000 characters. */
  printed(): string;
  /** True once it has ended, for whatever reason. */
  ended(): boolean;
  signal(name: NodeJS.Signals): void;
  /** Ends the whole group: asks first, kills after `graceMs` (5 s); resolves when the leader is gone. */
  stop(graceMs?: number): Promise<void>;
};

type Options = { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> };
/** `log` is a file that everything printed is added to. */
type StartOptions = Options & { readonly log?: string };

const running = new Map<number, ChildProcess>();
let watching = false;

/** Starts a command in its own process group; every group still alive is killed when this process exits. */
export function start(command: string, args: readonly string[], { cwd, env, log }: StartOptions = {}): Running {
  killAllAtExit();
  const child = spawn(command, args, { cwd, env: environment(env), detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = tail(child, log);
  const { pid } = child;
  if (pid === undefined) return notStarted(command, child);
  running.set(pid, child);
  child.once('exit', () => running.delete(pid));
  return {
    pid,
    printed: output,
    ended: () => hasEnded(child),
    signal: (name) => signalGroup(pid, name),
    stop: (graceMs = 5_000) => stopGroup(child, pid, graceMs),
  };
}

/** Runs a command to its end and answers with its standard output; throws with the last lines it printed when it exits with anything but 0. */
export async function run(command: string, args: readonly string[], { cwd, env }: Options = {}): Promise<string> {
  const child = spawn(command, args, { cwd, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = tail(child);
  const output: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => output.push(chunk));
  const [code] = await once(child, 'close');
  if (code === 0) return output.join('');
  throw new Error(`${command} ${args.join(' ')} ended with ${String(code)}:\n${printed().slice(-2_000)}`);
}

function tail(child: ChildProcess, log?: string): () => string {
  let text = '';
  const keep = (chunk: unknown): void => {
    text = (text + String(chunk)).slice(-20_000);
    if (log !== undefined) appendFileSync(log, String(chunk));
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('error', keep);
  return () => text;
}

function notStarted(command: string, child: ChildProcess): never {
  child.on('error', () => {});
  throw new Error(`${command} could not be started: is it installed and on PATH?`);
}

async function stopGroup(child: ChildProcess, pid: number, graceMs: number): Promise<void> {
  const gone = hasEnded(child) ? Promise.resolve() : once(child, 'exit');
  signalGroup(pid, 'SIGTERM');
  signalGroup(pid, 'SIGCONT');
  const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
  await gone;
  clearTimeout(timer);
  signalGroup(pid, 'SIGKILL');
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // The group is gone already, which is what every caller wants in the end.
  }
}

function killAllAtExit(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const pid of running.keys()) signalGroup(pid, 'SIGKILL');
  });
  for (const name of ['SIGTERM', 'SIGHUP'] as const) process.once(name, () => exitUnlessHandled(name));
}

function exitUnlessHandled(name: NodeJS.Signals): void {
  if (process.listenerCount(name) === 0) process.exit(1);
}
