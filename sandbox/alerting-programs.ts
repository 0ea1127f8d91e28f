import { dirname, join } from 'node:path';
import { fromDebian, type Machine, type Program } from './debian.ts';
import { environment } from './environment.ts';
import { programOnPath } from './programs.ts';
import type { Say } from './python.ts';

/** What each is called: by Debian, and by those who build it. */
const programs = {
  Prometheus: ['prometheus'],
  Alertmanager: ['prometheus-alertmanager', 'alertmanager'],
} as const;

/** The two programs that make alerts. */
export type AlertingProgram = keyof typeof programs;

/** Finds a program on PATH, or takes it from Debian's packages; throws with what to do where neither can be. */
export async function alertingProgram(
  name: AlertingProgram,
  say: Say = () => {},
  machine = thisMachine(),
): Promise<Program> {
  const found = await programOnPath(programs[name], machine.path);
  if (found !== null) return { command: found, args: [] };
  try {
    const debian = await fromDebian(programs[name][0], machine, say);
    if (debian !== null) return debian;
  } catch (cause) {
    throw new Error(`${name} could not be taken from Debian's packages. ${byHand.debian}\n${lastWords(cause)}`, {
      cause,
    });
  }
  throw new Error(`No ${programs[name][0]} on PATH. ${byHand.elsewhere}`);
}

const byHand = {
  debian: 'Install it: sudo apt-get install --no-install-recommends prometheus prometheus-alertmanager',
  elsewhere:
    'Install Prometheus and Alertmanager, from https://prometheus.io/download or on a Mac by brew install prometheus alertmanager, and put them on PATH',
} as const;

function lastWords(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).trim();
}

function thisMachine(): Machine {
  return {
    path: environment()['PATH'] ?? '',
    root: process.getuid?.() === 0,
    folder: join(dirname(import.meta.dirname), '.sandbox', 'debian'),
  };
}
