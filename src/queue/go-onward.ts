import { ReleaseError } from '../errors.ts';
import { decideContinued, nextOnPath } from '../release/decide-onward.ts';
import { ReleaseId } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { Refusal } from '../release/outcome.ts';
import type { ReleaseState } from '../release/state.ts';
import { commandFor } from '../release-service/ids.ts';
import { openPromotion } from '../release-service/open.ts';
import type { Written } from '../release-service/write.ts';
import { recordLatest } from './record.ts';
import type { WorkerDeps } from './worker-deps.ts';

const rule = { kind: 'signalbox', rule: 'then' } as const;

interface Came {
  readonly release: ReleaseId | null;
  /** The environment, or why it was not asked for. */
  readonly words: string;
}

/** Asks for the next environment, once, and notes what came of it. The request's id comes of the release, so a second try opens nothing more. */
export async function goOnward(
  deps: WorkerDeps,
  policy: LanePolicy,
  state: ReleaseState,
): Promise<'moved-on' | 'nothing-more'> {
  if (!state.continuing) return 'nothing-more';
  const came = await asked(deps, policy, state);
  const written = await recordLatest(deps, state, (latest) => decideContinued(latest, came));
  return written.kind === 'written' && written.entries.length > 0 ? 'moved-on' : 'nothing-more';
}

/** What cannot be asked for while something is away is asked for later, for as long as the release may wait for anything. */
async function asked(deps: WorkerDeps, policy: LanePolicy, state: ReleaseState): Promise<Came> {
  try {
    return await ask(deps, policy, state);
  } catch (error) {
    if (!(error instanceof ReleaseError) || deps.clock() < (state.ended?.at ?? 0) + state.giveUpAfterMs) throw error;
    return { release: null, words: error.reply };
  }
}

async function ask(deps: WorkerDeps, policy: LanePolicy, state: ReleaseState): Promise<Came> {
  const environment = nextOnPath(policy);
  const next = environment === null ? null : deps.policies.lane(state.model, environment);
  const version = state.live?.version ?? null;
  if (next === null || version === null) return { release: null, words: 'there is no next environment any more' };
  const { live } = await deps.store.lane(state.lane);
  if (live?.version !== version)
    return { release: null, words: `v${version} is not live in ${state.environment} any more` };
  const id = commandFor(`then:${state.id}`, next.lane);
  const written = await openPromotion(deps, { id, by: rule }, next, version);
  return cameOf(written, next.environment);
}

function cameOf(written: Written, environment: string): Came {
  if (written.kind === 'refused') return { release: null, words: refusalOf(written.refusal, environment) };
  if (written.kind === 'written' && 'release' in written.answer)
    return { release: written.answer.release, words: environment };
  const opened = written.entries.map(({ stream }) => ReleaseId.safeParse(stream)).find(({ success }) => success)?.data;
  return opened === undefined
    ? { release: null, words: `${environment} was asked for it before` }
    : { release: opened, words: environment };
}

/** What automation can be refused; the rest is for people. */
function refusalOf(refusal: Refusal, environment: string): string {
  if (refusal.kind === 'already-live') return `it is live in ${environment} already, as v${refusal.version}`;
  if (refusal.kind === 'no-trainer') return `nothing trains ${refusal.model} in ${environment}`;
  return `${environment} refuses it: ${refusal.kind.replaceAll('-', ' ')}`;
}
