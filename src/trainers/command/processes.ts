import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

/** What runs on this machine. */
export interface ProcessTable {
  /** Tells a process from any other that ever had its number; null when it has ended. */
  mark(pid: number): Promise<string | null>;
  /** Who is alive in a process group. */
  members(group: number): Promise<readonly number[]>;
  /** Whether a process with this mark may be among those that run since the machine was started. */
  sinceBoot(mark: string): Promise<boolean>;
}

/** The table of Linux where there is one, else what `ps` says. */
export function processTable(): ProcessTable {
  return existsSync('/proc/self/stat') ? procTable : psTable;
}

/** Read from /proc, which a container without `ps` has as well. */
export const procTable: ProcessTable = {
  async mark(pid) {
    const found = await stat(pid);
    return found === null ? null : `${await bootId()}:${found.started}`;
  },
  async members(group) {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
    const all = await Promise.all(pids.map(stat));
    return pids.filter((_, index) => all[index]?.group === group);
  },
  sinceBoot: async (mark) => mark.startsWith(`${await bootId()}:`),
};

/** Asked of `ps`, as macOS has it: there all that follows the first `=` is a heading, so each column is asked for by itself. */
export const psTable: ProcessTable = {
  async mark(pid) {
    const [state, ...started] = (await ps('-o', 'stat=', '-o', 'lstart=', '-p', String(pid))).trim().split(/\s+/);
    return state === undefined || state === '' || state.startsWith('Z') ? null : started.join(' ');
  },
  async members(group) {
    const lines = (await ps('-A', '-o', 'pid=', '-o', 'pgid=', '-o', 'stat='))
      .split('\n')
      .map((line) => line.trim().split(/\s+/));
    return lines.filter(([, of, state]) => of === String(group) && !state?.startsWith('Z')).map(([pid]) => Number(pid));
  },
  sinceBoot: async () => true,
};

/** Sends a signal; who has ended already is not asked. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone, which is what every caller wants in the end.
  }
}

/** One line of /proc: what follows the program's name, which may hold anything. Null when it has ended, also while nobody took note. */
async function stat(pid: number): Promise<{ readonly group: number; readonly started: string } | null> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const fields = line?.slice(line.lastIndexOf(')') + 2).split(' ') ?? [];
  const [state, , group] = fields;
  const started = fields[19];
  if (state === undefined || state === 'Z' || state === 'X' || started === undefined) return null;
  return { group: Number(group), started };
}

async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

/** In a group of its own, so that it is not among the members that it counts. */
async function ps(...args: readonly string[]): Promise<string> {
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  const child = spawn('ps', args, { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  return text(child.stdout);
}
