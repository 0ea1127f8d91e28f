import { effectiveTarget } from '../decide-live.ts';
import { lasted } from '../view-numbers.ts';
import { cameBack } from './advice.ts';
import type { Symptom } from './event.ts';
import type { IncidentFacts } from './facts.ts';
import type { SignalKind } from './signal.ts';
import { suspicion } from './suspects.ts';

/** A return by itself that is thought about: because of one symptom. */
export interface Returning {
  readonly facts: IncidentFacts;
  readonly of: SignalKind;
  readonly symptom: Symptom;
}

/** Null, or why nothing goes back by itself, as the end of a sentence. */
type Guard = (returning: Returning) => string | null;

/** Kinds that a policy may automate at all. */
export const automatable = ['performance', 'errors', 'latency'] as const satisfies readonly SignalKind[];

/** Automation never reacts to anything older. */
const freshMs = 20 * 60_000;

/** The policy lets this kind go back by itself. */
export function automatedKind({ facts, of }: Returning): string | null {
  const lets = automatable.some((one) => one === of) && facts.policy.watching.automates.includes(of);
  return lets ? null : `the policy leaves ${of.replace('-', ' ')} to people`;
}

export function enforcedLane({ facts }: Returning): string | null {
  return facts.policy.mode === 'enforce' ? null : 'nothing is enforced here';
}

export function signedSource({ symptom }: Returning): string | null {
  return symptom.signed ? null : 'nobody can prove where the alert came from';
}

export function moreThanInformation({ symptom }: Returning): string | null {
  return symptom.severity === 'info' ? 'it is only information' : null;
}

/** What lies in the future is as little to be believed as what is old. */
export function freshSignal({ facts, symptom }: Returning): string | null {
  const age = facts.now - symptom.at;
  if (age < -freshMs) return 'the clock of its source is wrong';
  return age <= freshMs ? null : `the alert is ${lasted(age)} old`;
}

/** Could not find out is no breach. */
export function foundOut({ symptom }: Returning): string | null {
  const value = symptom.reading?.value;
  return value === 'NaN' ? 'its value could not be found out' : null;
}

export function aboutWhatIsLive({ facts, symptom }: Returning): string | null {
  const live = facts.lane.live?.version;
  return symptom.version === null || symptom.version === live ? null : `it is about v${symptom.version}`;
}

/** Only a release that is being watched goes back: not what was verified, was there before, or was moved from outside. */
export function watchedRelease({ facts }: Returning): string | null {
  const { live } = facts.lane;
  if (live === null) return 'nothing is live';
  const release = live.release === null ? undefined : facts.others.get(live.release);
  const until = live.standing === 'watching' && release?.phase === 'watching' ? release.live?.watchUntil : undefined;
  const watched = until !== undefined && (facts.now <= until || isHeldOpen(facts, until));
  return watched ? null : `v${live.version} is not being watched any more`;
}

/** Something that was wrong before the end keeps a watch open; else it is over, also where nobody has got round to writing that down. */
function isHeldOpen({ lane, policy }: IncidentFacts, until: number): boolean {
  return lane.incidents.some(
    ({ phase, of, openedAt }) => phase === 'open' && openedAt <= until && policy.watching.of.includes(of),
  );
}

export function noRollback({ facts }: Returning): string | null {
  return cameBack(facts) ? 'what is live came back by a rollback itself' : null;
}

export function beganAfterRelease({ facts, symptom }: Returning): string | null {
  const { live } = facts.lane;
  return live === null || symptom.startedAt >= live.since ? null : `it began before v${live.version} went live`;
}

export function somewhereToGo({ facts }: Returning): string | null {
  return effectiveTarget(facts) === null ? 'there is no version to go back to' : null;
}

export function targetIsNoSuspect({ facts, of }: Returning): string | null {
  const target = effectiveTarget(facts);
  return target === null ? null : suspicion(facts.lane, target.version, of);
}

export function laneIsFree({ facts }: Returning): string | null {
  if (facts.lane.holder !== null) return 'another release is being carried out here';
  return facts.lane.open.some(({ kind }) => kind === 'rollback') ? 'somebody asked for a rollback already' : null;
}

/** Who cancelled one return of what is live meant this release, whatever else is wrong with it, and however long after. */
export function nobodyCancelled({ facts: { lane } }: Returning): string | null {
  return lane.stays !== null && lane.stays === lane.live?.release ? 'somebody cancelled it' : null;
}

/** All of them, in the order in which they are told. */
export const guards: Readonly<Record<string, Guard>> = {
  'automated-kind': automatedKind,
  'enforced-lane': enforcedLane,
  'signed-source': signedSource,
  'more-than-information': moreThanInformation,
  'fresh-signal': freshSignal,
  'found-out': foundOut,
  'about-what-is-live': aboutWhatIsLive,
  'watched-release': watchedRelease,
  'no-rollback': noRollback,
  'began-after-release': beganAfterRelease,
  'somewhere-to-go': somewhereToGo,
  'target-is-no-suspect': targetIsNoSuspect,
  'lane-is-free': laneIsFree,
  'nobody-cancelled': nobodyCancelled,
};

export interface Withheld {
  readonly guard: string;
  readonly words: string;
}

/** The first guard-rail that forbids a return; null when none does. */
export function withheldBy(returning: Returning): Withheld | null {
  for (const [guard, check] of Object.entries(guards)) {
    const words = check(returning);
    if (words !== null) return { guard, words };
  }
  return null;
}
