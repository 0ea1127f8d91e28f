import { ReleaseError } from '../errors.ts';
import type { ScoringRun, Serving, ServingOrder } from '../ports-serving.ts';
import { decideNoteScored } from '../release/decide-await.ts';
import type { Version } from '../release/ids.ts';
import { laneFacts, nobody } from '../release-service/facts.ts';
import type { AwaitContext } from './awaiting.ts';
import { recordLatest } from './record.ts';

/** After a rollback: what was scored with the version that was taken back, or that nobody could tell. It holds nothing up. */
export async function noteScored(context: AwaitContext, serving: Serving, order: ServingOrder): Promise<void> {
  const { release, deps } = context;
  const bad = order.from;
  if (release.kind !== 'rollback' || bad === null || release.execution?.scored !== null) return;
  const since = await liveSince(context, bad);
  const found = await runsOf(context, serving, order, { version: bad, since });
  // Only scoring jobs say which version they used: from anybody else an empty list says nothing.
  if (found.words === null && found.runs.length === 0 && serving.kind !== 'batch') return;
  await recordLatest(deps, release, (state) =>
    decideNoteScored({ state, now: deps.clock() }, { kind: 'note-scored', version: bad, since, ...found }),
  );
}

interface Found {
  readonly runs: readonly ScoringRun[];
  readonly words: string | null;
}

async function runsOf(
  { deps, release, call }: AwaitContext,
  serving: Serving,
  order: ServingOrder,
  { version, since }: { readonly version: Version; readonly since: number },
): Promise<Found> {
  try {
    return { runs: await serving.scoredWith(order, version, since, call), words: null };
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    const { code, details, reply, cause } = error;
    deps.log.warn({ release: release.id, code, details, cause }, 'could not read scoring runs');
    return { runs: [], words: reply };
  }
}

/** Since when it was live, at the earliest; 0 where it was there before anybody looked. */
async function liveSince({ deps, policy, release }: AwaitContext, version: Version): Promise<number> {
  const also = release.undoes === null ? [] : [release.undoes];
  const { facts } = await laneFacts(deps, policy, also, nobody);
  const undone = release.undoes === null ? undefined : facts.others.get(release.undoes);
  if (undone?.execution?.targets.champion.to === version) return undone.execution.startedAt;
  const { live } = facts.lane;
  return live?.version === version && live.standing !== 'baseline' ? live.since : 0;
}
