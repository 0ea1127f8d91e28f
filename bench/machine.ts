import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';

const quiet = 0.3;

/** How busy the machine was before anything was started, and what that means. */
export function loadWords(): string {
  const [minute = 0] = loadavg();
  const busy = minute > quiet ? `: not a quiet machine, tails will show the neighbours (below ${quiet} is quiet)` : '';
  return `load average ${minute.toFixed(2)}${busy}`;
}

/** Counts what share of CPU time the host took away from here on; null where the system does not say. */
export async function stealMeter(): Promise<() => Promise<string>> {
  const before = await times();
  return async () => {
    const after = await times();
    if (before === null || after === null) return 'steal unknown';
    const share = (after.steal - before.steal) / Math.max(1, after.all - before.all);
    return `steal ${(share * 100).toFixed(1)} %`;
  };
}

async function times(): Promise<{ readonly steal: number; readonly all: number } | null> {
  const text = await readFile('/proc/stat', 'utf8').catch(() => '');
  const ticks = /^cpu +([\d ]+)/.exec(text)?.[1]?.split(' ').map(Number);
  if (ticks === undefined) return null;
  return { steal: ticks[7] ?? 0, all: ticks.reduce((sum, tick) => sum + tick, 0) };
}
