import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideRollback } from '../../../src/release/decide-open.ts';
import type { Actor } from '../../../src/release/event.ts';
import type { IncidentId } from '../../../src/release/ids.ts';
import { decideLook, looking } from '../../../src/release/incident/decide-look.ts';
import { decideOnIncident } from '../../../src/release/incident/decide-person.ts';
import type { IncidentEvent, Symptom } from '../../../src/release/incident/event.ts';
import type { IncidentFacts } from '../../../src/release/incident/facts.ts';
import { guards } from '../../../src/release/incident/guards.ts';
import { isIncidentEvent } from '../../../src/release/incident/lane-incidents.ts';
import type { Mapped } from '../../../src/release/incident/mapping.ts';
import { autoRollback, decideReturn } from '../../../src/release/incident/return.ts';
import type { Severity, SignalKind } from '../../../src/release/incident/signal.ts';
import type { LanePolicy, Watching } from '../../../src/release/lane-policy.ts';
import { type Decision, refused } from '../../../src/release/outcome.ts';
import type { ReleaseState } from '../../../src/release/state.ts';
import { onCall, people } from '../../world/policy.ts';
import { by, id, liveVersion, v } from '../scene.ts';
import { after, at, back, mapped, minute, policyWith, scene, take, watched } from './scene.ts';

/** What the policy may say; of some a parser would say no, and nothing may rely on that. */
const policies: Readonly<Record<string, LanePolicy>> = {
  'lets all that it may': policyWith(back),
  'lets more than it may': policyWith({ ...back, automates: [...kindsOf(back), 'input-drift', 'prediction-drift'] }),
  'lets latency': policyWith({ ...back, automates: ['latency'] }),
  asks: policyWith({ ...back, onBreach: 'ask' }),
  advises: policyWith(back, { mode: 'advise' }),
};

const wildSignal = fc.record({
  key: fc.constantFrom('a', 'b'),
  of: fc.constantFrom<SignalKind>('errors', 'errors', 'latency', 'performance', 'input-drift', 'prediction-drift'),
  fires: fc.constantFrom(true, true, true, false),
  /** Said so many minutes before or after its message comes. */
  said: fc.constantFrom(0, 0, 0, -1, -19, -21, 2, 25),
  /** Since so many minutes. */
  began: fc.constantFrom(0, 0, 0, 1, 20, 60),
  version: fc.constantFrom(null, null, null, 14, 12, 15),
  severity: fc.constantFrom<Severity>('critical', 'critical', 'warning', 'info'),
  value: fc.constantFrom<number | 'NaN' | null>(null, 0.5, 0.5, 'NaN'),
});
type Spoken = typeof wildSignal extends fc.Arbitrary<infer T> ? T : never;

/** Nothing is wrong with it but what it says. */
const goodSignal: fc.Arbitrary<Spoken> = fc.record({
  key: fc.constantFrom('a', 'b'),
  of: fc.constantFrom<SignalKind>('errors', 'errors', 'errors', 'latency'),
  fires: fc.boolean(),
  said: fc.constant(0),
  began: fc.constant(0),
  version: fc.constant(null),
  severity: fc.constant<Severity>('critical'),
  value: fc.constant(null),
});

const always = fc.constant(true);
const messages = (signal: fc.Arbitrary<Spoken>, signed: fc.Arbitrary<boolean>) =>
  fc.record({
    does: fc.constant('message' as const),
    signals: fc.array(signal, { minLength: 1, maxLength: 3 }),
    signed,
  });
const look = fc.record({
  does: fc.constant('look' as const),
  /** Two workers look: now, right before, at or after the end of what counts down first, or when they were away for long. */
  when: fc.constantFrom<number | null>(null, -1, 0, 0, 1, 2 * minute, 25 * minute),
});

/** What else may happen; a story has some of them. */
const disturbances = [
  fc.record({
    does: fc.constant('word' as const),
    word: fc.constantFrom<'cancel-return' | 'dismiss'>('cancel-return', 'cancel-return', 'cancel-return', 'dismiss'),
  }),
  fc.record({
    does: fc.constant('live' as const),
    to: fc.constantFrom(12, 14, 14, 15),
    how: fc.constantFrom<'promotion' | 'rollback' | 'outside' | 'baseline'>(
      'promotion',
      'promotion',
      'rollback',
      'outside',
      'baseline',
    ),
  }),
  fc.record({ does: fc.constant('verified' as const) }),
  fc.record({ does: fc.constant('busy' as const), busy: fc.boolean() }),
  fc.record({ does: fc.constant('paused' as const), paused: fc.boolean() }),
  fc.record({ does: fc.constant('trusted' as const), trusted: fc.constantFrom<number[]>([], [12], [12], [13, 12]) }),
  fc.record({ does: fc.constant('taken back' as const), before: fc.boolean() }),
  fc.record({ does: fc.constant('asked back' as const), asks: fc.boolean() }),
  fc.record({ does: fc.constant('policy' as const), policy: fc.constantFrom(...Object.keys(policies)) }),
] as const;
type Arbitraries = (typeof disturbances)[number] | typeof look | ReturnType<typeof messages>;
type Step = Arbitraries extends fc.Arbitrary<infer T> ? T : never;

interface Timed {
  /** In minutes; after an hour what fires again is another incident. */
  readonly wait: number;
  /** The clock of whoever decides is off by so many seconds. */
  readonly skew: number;
  readonly step: Step;
}

/** Stories of few kinds of things go deeper than those of all. */
const anySteps: fc.Arbitrary<readonly Timed[]> = fc
  .tuple(fc.subarray<fc.Arbitrary<Step>>([...disturbances]), fc.boolean(), fc.boolean())
  .chain(([some, isWild, isSkewed]) => {
    const message = isWild
      ? messages(wildSignal, fc.constantFrom(true, true, true, false))
      : messages(goodSignal, always);
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 6, arbitrary: message },
      { weight: 4, arbitrary: look },
      ...some.map((arbitrary) => ({ weight: 2, arbitrary })),
    );
    const wait = fc.constantFrom(0, 0, 0, 0.5, 0.5, 1, 7, 70);
    const skew = isSkewed ? fc.constantFrom(0, 0, -30, 30) : fc.constant(0);
    return fc.array(fc.record({ wait, skew, step }), { maxLength: 40, size: 'max' });
  });

/** What the test itself remembers of the lane, whatever the lane does. */
interface Witness {
  /** `incident` → what was wrong with which version; without what somebody said was no problem. */
  readonly had: Map<IncidentId, { readonly of: SignalKind; readonly version: string }>;
  /** What was live, and since when, as somebody cancelled its return. */
  readonly cancelled: Set<string>;
  /** Everything noteworthy, to see that it was met at all. */
  readonly met: Map<string, number>;
}

function meet({ met }: Witness, what: string): void {
  met.set(what, (met.get(what) ?? 0) + 1);
}

function kindsOf({ automates = [] }: Partial<Watching>): readonly SignalKind[] {
  return automates;
}

let releases = 0;

/** A release that brought what is live. */
function bringing(version: number, kind: 'promotion' | 'rollback'): ReleaseState {
  releases += 1;
  return { ...watched, id: id(1_000 + releases), kind, version: v(version) };
}

function wentLive(facts: IncidentFacts, { to, how }: Extract<Step, { does: 'live' }>): IncidentFacts {
  const { lane, now } = facts;
  if (how === 'outside' || how === 'baseline') {
    const live = { ...liveVersion(to, null, how), since: now };
    return { ...facts, lane: { ...lane, live, rev: lane.rev + 1 } };
  }
  const release = bringing(to, how);
  const live = { ...liveVersion(to, release.id, 'watching'), since: now };
  const others = new Map([...facts.others, [release.id, release] as const]);
  return { ...facts, others, lane: { ...lane, live, open: [], holder: null, rev: lane.rev + 1 } };
}

function verified(facts: IncidentFacts): IncidentFacts {
  const { live } = facts.lane;
  const release = live?.release == null ? undefined : facts.others.get(live.release);
  if (live === null || release === undefined) return facts;
  const others = new Map([...facts.others, [release.id, { ...release, phase: 'verified' as const }] as const]);
  return { ...facts, others, lane: { ...facts.lane, live: { ...live, standing: 'verified' } } };
}

/** What happens around the incidents, as the log would have it. */
function around(facts: IncidentFacts, step: Step): IncidentFacts {
  const { lane, now } = facts;
  switch (step.does) {
    case 'live':
      return lane.live?.version === v(step.to) ? facts : wentLive(facts, step);
    case 'verified':
      return verified(facts);
    case 'busy':
      return { ...facts, lane: { ...lane, holder: step.busy ? id(3) : null } };
    case 'paused': {
      const pause = { cause: 'person' as const, by: looking, at: now, why: 'stock-taking', until: null, release: null };
      const pauses = step.paused ? [pause] : [];
      return { ...facts, pauses, lane: { ...lane, pauses } };
    }
    case 'trusted':
      return { ...facts, lane: { ...lane, trusted: step.trusted.map((n) => liveVersion(n, null)) } };
    case 'taken back': {
      const one = { version: v(12), source: null, commit: null, release: id(3), at: now, why: 'bad' };
      return { ...facts, lane: { ...lane, rolledBack: step.before ? [one] : [] } };
    }
    case 'asked back':
      return step.asks ? facts : { ...facts, lane: { ...lane, open: [] } };
    case 'policy':
      return { ...facts, policy: policies[step.policy] ?? facts.policy };
    default:
      return facts;
  }
}

/** Something that is tried on the facts as they are then, and by whom. */
type Try = readonly [decide: (facts: IncidentFacts) => Decision, by: Actor];

function tries(facts: IncidentFacts, step: Step): readonly Try[] {
  if (step.does === 'message') {
    const signals = signalsOf(step, facts.now);
    const once: Try = [(now) => take(now, signals, step.signed), looking];
    return [once, once];
  }
  const known = [...facts.incidents.values()];
  const counting = known.find(({ countdown }) => countdown !== null) ?? known.at(-1);
  if (step.does === 'look') return known.flatMap((one) => [...looks(one.id), ...looks(one.id)]);
  if (step.does === 'asked back' && step.asks) return [askedBack()];
  if (step.does !== 'word' || counting === undefined) return [];
  const word = step.word === 'dismiss' ? { kind: step.word, reason: 'a test' } : { kind: step.word };
  return [
    [(now) => decideOnIncident(now, now.incidents.get(counting.id) ?? counting, people.own, word), by(people.own)],
  ];
}

function askedBack(): Try {
  releases += 1;
  const asked = { id: id(1_000 + releases), by: by(onCall), version: null, reason: 'it misbehaves' };
  return [(now) => decideRollback(now, asked), by(onCall)];
}

function signalsOf({ signals }: Extract<Step, { does: 'message' }>, now: number): readonly Mapped[] {
  return signals.map(({ key, of, fires, said, began, version, severity, value }) =>
    mapped(
      {
        key,
        state: fires ? 'firing' : 'resolved',
        at: now + said * minute,
        startedAt: now + (said - began) * minute,
        reading: value === null ? null : { name: 'rate', value, bound: null, trained: null, samples: null, unit: null },
      },
      { of, version: version === null ? null : v(version), severity },
    ),
  );
}

function looks(incident: IncidentId): readonly Try[] {
  releases += 1;
  const release = id(1_000 + releases);
  const known = (now: IncidentFacts) => now.incidents.get(incident);
  const look = (decide: (facts: IncidentFacts) => Decision | undefined) => (now: IncidentFacts) =>
    decide(now) ?? refused({ kind: 'unknown-incident' });
  return [
    [look((now) => onKnown(known(now), (one) => decideLook(now, one))), looking],
    [look((now) => onKnown(known(now), (one) => decideReturn(now, one, release))), autoRollback],
  ];
}

function onKnown<T, U>(one: T | undefined, then: (one: T) => U): U | undefined {
  return one === undefined ? undefined : then(one);
}

/** When the step happens: as its clock says, or around the end of what counts down first. */
function momentOf(facts: IncidentFacts, { wait, step }: Timed): number {
  const ends = [...facts.incidents.values()].flatMap(({ countdown }) => countdown?.until ?? []);
  const end = Math.min(...ends);
  const aims = step.does === 'look' && step.when !== null && ends.length > 0;
  return Math.max(facts.now, aims ? end + (step.when ?? 0) : facts.now + wait * minute);
}

function play(steps: readonly Timed[], witness: Witness): void {
  let facts = scene({ watching: back });
  for (const timed of steps) {
    facts = at(facts, momentOf(facts, timed));
    const clock = facts.now;
    for (const [decide, who] of tries(facts, timed.step)) {
      const now = at(facts, clock + timed.skew * 1_000);
      const decision = decide(now);
      if (decision.kind === 'refused') continue;
      const next = after(now, decision, who);
      judge(witness, now, decision, next, who);
      facts = at(next, clock);
    }
    facts = around(facts, timed.step);
    meetAround(witness, facts, timed.step);
  }
}

function meetAround(witness: Witness, { incidents }: IncidentFacts, { does }: Step): void {
  const counting = [...incidents.values()].filter(({ countdown }) => countdown !== null).length;
  if (counting > 1) meet(witness, 'two count down');
  if (counting > 0) meet(witness, `${does} while it counts down`);
}

/** Written down once more, plainly: why this symptom may lead to nothing by itself. */
function speaksAgainst(witness: Witness, facts: IncidentFacts, of: SignalKind, symptom: Symptom): readonly string[] {
  const { lane, now, policy, others } = facts;
  const { live } = lane;
  const release = live?.release == null ? undefined : others.get(live.release);
  const target = lane.trusted.find(({ version }) => version !== live?.version)?.version;
  const had = [...witness.had.values()].some((one) => one.version === target && one.of === of);
  const rules: readonly (readonly [string, boolean])[] = [
    ['the policy asks', policy.watching.onBreach !== 'auto-rollback'],
    ['not let', !policy.watching.automates.includes(of) || !['performance', 'errors', 'latency'].includes(of)],
    ['only advised', policy.mode !== 'enforce'],
    ['unsigned', !symptom.signed],
    ['information', symptom.severity === 'info'],
    ['old, or not yet', Math.abs(now - symptom.at) > 20 * minute],
    ['not found out', symptom.reading?.value === 'NaN'],
    ['of another version', symptom.version !== null && symptom.version !== live?.version],
    ['not watched', live?.standing !== 'watching' || release?.phase !== 'watching'],
    ['its watch is over', isOver(facts, release?.live?.watchUntil ?? now)],
    ['came back itself', release?.kind === 'rollback'],
    ['began before', live === null || symptom.startedAt < live.since],
    ['nowhere to go', target === undefined],
    ['the target had it', had],
    ['the target was taken back', lane.rolledBack.some(({ version }) => version === target)],
    ['busy', lane.holder !== null],
    ['asked for', lane.open.some(({ kind }) => kind === 'rollback')],
    ['cancelled', witness.cancelled.has(liveKey(facts))],
  ];
  return rules.flatMap(([why, holds]) => (holds ? [why] : []));
}

/** Whether a watch has ended, though nobody has written it down: nothing was wrong at its end. */
function isOver({ lane, now, policy }: IncidentFacts, until: number): boolean {
  const held = lane.incidents.filter(({ phase, of }) => phase === 'open' && policy.watching.of.includes(of));
  return now > until && held.every(({ openedAt }) => openedAt > until);
}

function liveKey({ lane: { live } }: IncidentFacts): string {
  return `v${live?.version} since ${live?.since}`;
}

function judge(witness: Witness, before: IncidentFacts, decision: Decision, next: IncidentFacts, who: Actor): void {
  if (decision.kind === 'refused') return;
  const events = decision.appends.flatMap((one) => one.events);
  const about = events.filter(isIncidentEvent);
  for (const event of about) remember(witness, before, event);
  for (const event of about) {
    if (event.kind === 'countdown-started') startedRightly(witness, before, next, about, event.incident);
    if (event.kind === 'return-withheld') meet(witness, `withheld: ${event.guard}`);
    if (event.kind === 'countdown-ended') meet(witness, event.release === null ? `ended: ${event.words}` : 'returned');
    if ('symptom' in event) explained(next, event.incident);
  }
  const opened = events.filter(({ kind }) => kind === 'opened');
  if (who === autoRollback && opened.length > 0) returnedRightly(witness, before, next, about, opened.length);
}

function remember(witness: Witness, facts: IncidentFacts, event: IncidentEvent): void {
  if (event.kind === 'incident-opened' && event.live !== null)
    witness.had.set(event.incident, { of: event.of, version: event.live.version });
  if (event.kind === 'incident-dismissed') witness.had.delete(event.incident);
  if (event.kind !== 'countdown-cancelled') return;
  const about = facts.incidents.get(event.incident)?.countdown?.live;
  if (about === facts.lane.live?.version) witness.cancelled.add(liveKey(facts));
  meet(witness, 'cancelled');
}

/** Of what the same message said of it, something speaks for it; there was none before, and its end is the policy's. */
function startedRightly(
  witness: Witness,
  before: IncidentFacts,
  next: IncidentFacts,
  events: readonly IncidentEvent[],
  incident: IncidentId,
): void {
  const state = next.incidents.get(incident);
  if (state === undefined) throw new Error('there is no such incident');
  const said = events.flatMap((event) => ('symptom' in event && event.incident === incident ? [event.symptom] : []));
  const against = said.map((symptom) => speaksAgainst(witness, before, state.of, symptom));
  expect(against).toContainEqual([]);
  const earlier = before.incidents.get(incident);
  const resolved = events.some((event) => event.kind === 'incident-resolved' && event.incident === incident);
  if (!resolved) expect(earlier?.countdown ?? null).toBeNull();
  expect(earlier?.countdownOver ?? null).toBeNull();
}

/** Where the policy lets a kind go back, an open incident says when it does, or why it does not. */
function explained(facts: IncidentFacts, incident: IncidentId): void {
  const state = facts.incidents.get(incident);
  const { onBreach, automates } = facts.policy.watching;
  const lets = onBreach === 'auto-rollback' && state !== undefined && automates.includes(state.of);
  if (state?.phase !== 'open' || !lets || state.of === 'input-drift' || state.of === 'prediction-drift') return;
  expect([state.countdown, state.countdownOver, state.withheld].some((one) => one !== null)).toBe(true);
}

/** At the end of a countdown, for something that still fires, to where it said, alone, once. */
function returnedRightly(
  witness: Witness,
  before: IncidentFacts,
  next: IncidentFacts,
  events: readonly IncidentEvent[],
  opened: number,
): void {
  const ended = events.find((event) => event.kind === 'countdown-ended');
  const state = ended === undefined ? undefined : before.incidents.get(ended.incident);
  if (state === undefined || state.countdown === null) throw new Error('it went back without a countdown');
  const { countdown } = state;
  const firing = state.symptoms.filter(({ resolvedAt }) => resolvedAt === null);
  expect(opened).toBe(1);
  expect(state.phase).toBe('open');
  expect(before.now).toBeGreaterThanOrEqual(countdown.until);
  expect(firing.map((symptom) => speaksAgainst(witness, before, state.of, symptom))).toContainEqual([]);
  const release = [...next.others.values()].find((one) => !before.others.has(one.id));
  expect(release).toMatchObject({
    kind: 'rollback',
    alone: true,
    undoes: before.lane.live?.release,
    version: countdown.target,
  });
  expect(countdown.live).toBe(before.lane.live?.version);
  expect(before.lane.trusted.find(({ version }) => version !== countdown.live)?.version).toBe(countdown.target);
}

/** Orders that have to come up, or the property says nothing about them. */
const interesting = [
  ...Object.keys(guards)
    .filter((guard) => guard !== 'automated-kind')
    .map((guard) => `withheld: ${guard}`),
  ...['returned', 'cancelled', 'two count down'],
  ...['the policy leaves it to people now', 'nothing is enforced here'],
  ...['another release is being carried out here', 'somebody asked for a rollback already'],
  ...['v12 is not what to go back to any more', 'v12 was rolled back before', 'v14 is not being watched any more'],
].map((what) => (/^(withheld|returned|cancelled|two)/.test(what) ? what : `ended: ${what}`));
const meanwhile = ['message', 'look', 'word', 'live', 'verified', 'busy', 'paused', 'policy', 'asked back'];

test('whatever happens, in any order: nothing goes back by itself that a guard-rail forbids, nor after Cancel, and it always says why', () => {
  const met = new Map<string, number>();
  fc.assert(
    fc.property(anySteps, (steps) => play(steps, { had: new Map(), cancelled: new Set(), met })),
    { numRuns: 6_000 },
  );
  const wanted = [...interesting, ...meanwhile.map((does) => `${does} while it counts down`)];
  expect(wanted.filter((what) => !met.has(what))).toEqual([]);
  expect([...met.keys()].some((what) => /^ended: the alert is .* old$/.test(what))).toBe(true);
  expect(met.get('returned')).toBeGreaterThan(100);
});
