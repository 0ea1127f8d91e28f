import { existsSync } from 'node:fs';
import type { TrainingState } from '../../ports-trainers.ts';
import { filesIn, readWhole } from './files.ts';
import type { ProcessTable } from './processes.ts';
import { Claim, Ending, Said } from './schema.ts';

/** Where one looks from. */
export interface Here {
  readonly host: string;
  readonly table: ProcessTable;
}

/** Whether a training's supervisor is alive, or only something that it had started. */
export async function lifeOf(claim: Claim, { table }: Here): Promise<'supervised' | 'orphaned' | 'gone'> {
  const mark = await table.mark(claim.pid);
  if (mark === claim.mark) return 'supervised';
  if (mark !== null || !(await table.sinceBoot(claim.mark))) return 'gone';
  return (await table.members(claim.pid)).length > 0 ? 'orphaned' : 'gone';
}

export function hasEnded({ kind }: TrainingState): boolean {
  return kind === 'succeeded' || kind === 'failed' || kind === 'cancelled' || kind === 'lost';
}

/** Where the training in this folder is. */
export async function stateIn(folder: string, here: Here): Promise<TrainingState> {
  const files = filesIn(folder);
  const claim = await readWhole(files.claim, Claim);
  if (claim === null) return { kind: 'lost', words: 'The state folder of the trainer holds no such training.' };
  const ended = await endedIn(folder);
  if (ended !== null) return ended;
  if (claim.host !== here.host) return elsewhere(claim, here);
  const life = await lifeOf(claim, here);
  if (life === 'supervised')
    return { kind: 'running', words: (await readWhole(files.said, Said))?.line ?? null, url: null };
  if (life === 'orphaned') return { kind: 'running', words: orphanWords, url: null };
  // It may have ended between the two looks.
  return (await endedIn(folder)) ?? unseen(files.cancel);
}

async function endedIn(folder: string): Promise<TrainingState | null> {
  const files = filesIn(folder);
  const ending = await readWhole(files.ending, Ending);
  return ending === null ? null : stateOf(ending, (await readWhole(files.said, Said))?.line ?? null);
}

function stateOf(ending: Ending, line: string | null): TrainingState {
  const said = line === null ? '' : ` It last said: ${line}`;
  const failed = (words: string): TrainingState => ({ kind: 'failed', words, url: null });
  switch (ending.kind) {
    case 'exited':
      if (ending.code === 0) return { kind: 'succeeded', url: null };
      return failed(`It ended with ${ending.code ?? ending.signal ?? 'nothing said'}.${said}`);
    case 'cancelled':
      return { kind: 'cancelled', words: line, url: null };
    case 'timed-out':
      return failed(`It was ended after ${Math.round(ending.afterMs / 1_000)} s, the longest that it may take.${said}`);
    case 'shut-down':
      return failed(`Its machine ended it; nobody had cancelled it.${said}`);
    case 'not-started':
      return failed(ending.words);
  }
}

const orphanWords = 'Its supervisor was killed. What it had started still runs, and nothing but Stop limits it.';

function elsewhere({ host }: Claim, here: Here): TrainingState {
  const words = `It was started on ${host}, and this worker runs on ${here.host}: only a worker there can tell.`;
  return { kind: 'waiting', words, url: null };
}

function unseen(cancel: string): TrainingState {
  if (existsSync(cancel)) return { kind: 'cancelled', words: null, url: null };
  const words = 'It ended, and nobody saw how: its machine was started again, or its supervisor was killed.';
  return { kind: 'failed', words, url: null };
}
