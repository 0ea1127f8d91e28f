import { ReleaseError } from '../errors.ts';
import { candidateSide } from '../release/candidate-side.ts';
import { decideNoteTold } from '../release/decide-waiting.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { ReleaseState } from '../release/state.ts';
import { registryOf } from '../release-service/registry-of.ts';
import { recordAlone } from './record.ts';
import type { WorkerDeps } from './worker-deps.ts';

const callMs = 30_000;
const longestReason = 600;

/** Writes a rejection and its reason onto the version that was rejected. An outage delays it; the card and the log say it already. */
export async function tellRegistry(
  deps: WorkerDeps,
  _: LanePolicy,
  state: ReleaseState,
): Promise<'moved-on' | 'nothing-more'> {
  const words = rejection(state);
  if (words === null || state.toldRegistry) return 'nothing-more';
  try {
    await tag(deps, state, words);
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    const { code, details, cause } = error;
    deps.log.warn({ release: state.id, code, details, cause }, 'a rejection could not be written to its version yet');
    return 'nothing-more';
  }
  await recordAlone(deps, state, decideNoteTold({ state }));
  return 'nothing-more';
}

/** Begins with its time, so that of two rejections the later one is the greater text. */
function rejection({ id, ended }: ReleaseState): string | null {
  if (ended?.event.kind !== 'rejected') return null;
  const by = ended.by.kind === 'person' ? ended.by.id : 'signalbox';
  const reason = ended.event.reason.replaceAll(/\s+/gu, ' ').slice(0, longestReason).toWellFormed();
  return `${new Date(ended.at).toISOString()} by ${by} in ${id}: ${reason}`;
}

async function tag(deps: WorkerDeps, state: ReleaseState, words: string): Promise<void> {
  const { environment } = state;
  const source = candidateSide(state);
  const registry = registryOf(deps.registries, source.registry);
  const key = `signalbox.rejected.${environment}`;
  const call = { deadline: deps.clock() + callMs };
  const tags = await registry.tags(source.name, source.version, call);
  if ((tags[key] ?? '') < words) await registry.setTags(source.name, source.version, { [key]: words }, call);
}
