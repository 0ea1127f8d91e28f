import { ReleaseError } from '../errors.ts';
import type { Notifier } from '../ports.ts';
import type { Releases } from '../ports-releases.ts';
import type { Inbox, Tokens } from '../ports-store.ts';
import { judgeOwnCheck, type Measurements } from '../release/incident/own-check.ts';
import { ofWhatIsLive } from '../release/incident/own-live.ts';
import { ownSignal, pastOf } from '../release/incident/own-signal.ts';
import type { LiveVersion } from '../release/lane-state.ts';
import type { Deps } from '../release-service/deps.ts';
import { commandFor } from '../release-service/ids.ts';
import { slots } from '../release-service/slots.ts';
import { type MeasureDeps, measure, measuredBefore } from './measure.ts';
import { type Checking, type Failing, notePatience, noteWell } from './own-patience.ts';
import { tellOurselves } from './own-telling.ts';

/** So many questions are asked of one server at a time. */
const atATime = 4;

/** What own checks stand on. */
export interface OwnCheckDeps extends Deps, MeasureDeps {
  readonly inbox: Inbox;
  readonly tokens: Tokens;
  readonly releases: Pick<Releases, 'handle'>;
  readonly notifier: Pick<Notifier, 'tellAdmin'>;
  /** The environments that this process works for; null for all. */
  readonly environments: readonly string[] | null;
}

/**
 * Asks every check that is due, each once among all processes, about what is live. What a check found is told like any alert, and only
 * where it changes something; what could not be found out is no alert.
 */
export function ownChecks(): (deps: OwnCheckDeps) => Promise<void> {
  const next = new Map<string, number>();
  const failing: Failing = new Map();
  return async (deps) => {
    const due = checksIn(deps).filter(({ key }) => (next.get(key) ?? 0) <= deps.clock());
    const servers = Map.groupBy(due, ({ policy, check }) => `${check.kind} ${check.server ?? policy.registry}`);
    const asked = [...servers.values()].flatMap((there) => {
      const turn = slots(atATime);
      return there.map((one) => turn(() => ask(deps, one, next, failing)));
    });
    const broken = (await Promise.allSettled(asked)).find((one) => one.status === 'rejected');
    if (broken !== undefined) throw broken.reason;
  };
}

function checksIn({ policies, environments }: OwnCheckDeps): readonly Checking[] {
  return policies
    .lanes()
    .filter(({ environment }) => environments?.includes(environment) !== false)
    .flatMap((policy) =>
      policy.watching.checks.map((check) => ({ key: `check:${policy.lane}:${check.name}`, policy, check })),
    );
}

async function ask(deps: OwnCheckDeps, one: Checking, next: Map<string, number>, failing: Failing): Promise<void> {
  const { everyMs } = one.check;
  const wait = await deps.tokens.take(one.key, 1, 1_000 / everyMs, deps.clock());
  next.set(one.key, deps.clock() + (wait > 0 ? wait : everyMs));
  if (wait > 0) return;
  const { live } = await deps.store.lane(one.policy.lane);
  if (live === null) return noteWell(failing, one);
  const measured = await measuredOr(deps, one, live, failing);
  if (measured !== null) await judged(deps, one, live, measured);
}

/** Null where it could not be found out, which is told once it lasts. */
async function measuredOr(
  deps: OwnCheckDeps,
  one: Checking,
  live: LiveVersion,
  failing: Failing,
): Promise<Measurements | null> {
  const { policy, check } = one;
  try {
    const measured = await measure(deps, policy, check, { ...policy, version: live.version }, deps.clock());
    const isSilent = measured.values?.every(({ value }) => value === null) ?? true;
    if (isSilent) await notePatience(deps, failing, one, null);
    else noteWell(failing, one);
    return measured;
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    const { code, details, cause } = error;
    deps.log.warn({ check: one.key, code, details, cause }, 'an own check could not find out');
    await notePatience(deps, failing, one, error);
    return null;
  }
}

async function judged(deps: OwnCheckDeps, one: Checking, live: LiveVersion, measured: Measurements): Promise<void> {
  const { policy, check } = one;
  const now = deps.clock();
  const verdict = judgeOwnCheck(check, ofWhatIsLive(check, live, measured), now);
  deps.log.debug({ check: one.key, version: live.version, verdict }, 'an own check was asked');
  const asked = { ...policy, version: live.version };
  const signal = ownSignal(check, asked, verdict, now);
  if (signal === null) return;
  const before = verdict.kind === 'firing' ? await measuredBefore(deps, check, asked, measured, now) : null;
  const id = commandFor(`check:${check.name}`, `${policy.lane}:${Math.floor(signal.at / check.everyMs)}`);
  await tellOurselves(deps, policy, id, { ...signal, ...(before === null ? {} : { past: pastOf(before) }) });
}
