import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../until.ts';
import { type Transaction, transactions, transactionsOf, writeTable } from './fraud/data.ts';
import { driftOf } from './fraud/drift.ts';
import { sendReport } from './reports.ts';
import type { Place, Scene } from './scenes.ts';

const fewest = 4_000;
const everyMs = 30_000;
const patienceMs = 300_000;

/** Compares every half minute what callers sent last with what is live was trained on, and tells Signalbox; what was logged first is what a retraining trains on. Answers with how to end it. */
export function reportAgainAndAgain(place: Place, scene: Scene): () => Promise<void> {
  const stopping = new AbortController();
  const going = reports(place, scene, stopping.signal).catch((cause: unknown) => {
    if (!stopping.signal.aborted) place.print(`No more drift reports: ${String(cause)}`);
  });
  return async () => {
    stopping.abort();
    await going;
  };
}

async function reports({ surroundings, system }: Place, { model, endpoint, callers }: Scene, signal: AbortSignal) {
  await until(() => signal.aborted || callers.logged.length >= fewest, { within: patienceMs, every: 200 });
  const window = callers.logged.slice(-fewest);
  await writeTable(join(surroundings.ground, 'data/production', `${model}.csv`), window);
  const before = transactions(transactionsOf.production);
  while (!signal.aborted) {
    const reference = (await endpoint.predict()).startsWith('v1:') ? before : window;
    await reported(system.origin, model, reference, callers.logged.slice(-fewest));
    await pause(everyMs, undefined, { signal });
  }
}

/** Signalbox may be away just now: the next report comes soon. */
async function reported(
  origin: string,
  model: string,
  reference: readonly Transaction[],
  current: readonly Transaction[],
): Promise<void> {
  const samples = { current: current.length, reference: reference.length };
  await sendReport(origin, { model, drift: driftOf(reference, current), samples }).catch(() => undefined);
}
