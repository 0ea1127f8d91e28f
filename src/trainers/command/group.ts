import { setTimeout as pause } from 'node:timers/promises';
import { type ProcessTable, signal } from './processes.ts';

/** Killing takes no longer than this, but for what hangs in the kernel and ends by itself. */
const killingMs = 10_000;

/** Ends everybody in a process group but `except`: asks first, kills after `graceMs`; resolves when they are gone. */
export async function endGroup(group: number, table: ProcessTable, graceMs: number, except?: number): Promise<void> {
  const others = async () => (await table.members(group)).filter((pid) => pid !== except);
  if ((await others()).length === 0) return;
  signal(-group, 'SIGTERM');
  if (await emptied(others, graceMs)) return;
  const kill = async () => {
    const rest = await others();
    for (const pid of rest) signal(pid, 'SIGKILL');
    return rest;
  };
  await emptied(kill, killingMs);
}

async function emptied(others: () => Promise<readonly number[]>, withinMs: number): Promise<boolean> {
  for (const end = Date.now() + withinMs; Date.now() < end; await pause(40)) {
    if ((await others()).length === 0) return true;
  }
  return false;
}
