import { differences } from '../evidence/differences.ts';
import { type Digest, type ReleaseId, type ShortDigest, shortDigest } from '../release/ids.ts';
import type { Refusal } from '../release/outcome.ts';
import { releaseStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';

type Stale = Extract<Refusal, { kind: 'stale-evidence' }>;

/** A click on older evidence is told what changed between exactly what its card showed and what there is now. */
export async function sinceThen(deps: Deps, release: ReleaseId, refusal: Stale): Promise<Stale> {
  const gathered = (await deps.store.load(releaseStream(release))).flatMap(({ event }) =>
    event.kind === 'evidence-gathered' ? [event.digest] : [],
  );
  const [shown, now] = [refusal.shown, refusal.now].map((short) => fullOf(gathered, short));
  const [before, after] = await Promise.all(
    [shown, now].map((digest) => (digest ? deps.store.evidence(digest) : null)),
  );
  return before && after ? { ...refusal, changes: differences(before, after) } : refusal;
}

function fullOf(gathered: readonly Digest[], short: ShortDigest): Digest | undefined {
  return gathered.find((digest) => shortDigest(digest) === short);
}
