import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '../../../src/release/event.ts';
import type { PersonId } from '../../../src/release/ids.ts';
import { decideLook, looking } from '../../../src/release/incident/decide-look.ts';
import { decideOnIncident, type OnIncident } from '../../../src/release/incident/decide-person.ts';
import type { IncidentFacts } from '../../../src/release/incident/facts.ts';
import type { Mapped } from '../../../src/release/incident/mapping.ts';
import { autoRollback, decideReturn } from '../../../src/release/incident/return.ts';
import type { SignalKind } from '../../../src/release/incident/signal.ts';
import type { IncidentState } from '../../../src/release/incident/state.ts';
import type { Decision } from '../../../src/release/outcome.ts';
import { people } from '../../world/policy.ts';
import { by, id, liveVersion, v } from '../scene.ts';
import { after, at, back, kinds, mapped, minute, scene, start, take, watched, watchedLane } from './scene.ts';

const anyKind = fc.constantFrom<SignalKind>('errors', 'latency', 'input-drift');
const anySignal = fc.record({
  key: fc.constantFrom('a', 'b', 'c'),
  of: anyKind,
  fires: fc.boolean(),
  /** Said so many minutes before or after its message comes. */
  said: fc.integer({ min: -25, max: 2 }),
  began: fc.integer({ min: 0, max: 40 }),
  version: fc.constantFrom(null, null, v(14), v(12)),
  severity: fc.constantFrom('critical' as const, 'warning' as const, 'info' as const),
});

const anyStep = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('message' as const),
      signals: fc.array(anySignal, { minLength: 1, maxLength: 3 }),
      signed: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('look' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('word' as const),
      word: fc.constantFrom('acknowledge' as const, 'dismiss' as const, 'cancel-return' as const, 'snooze' as const),
      who: fc.nat(2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('version' as const), to: fc.constantFrom(12, 14, 15) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('busy' as const), busy: fc.boolean() }) },
);
type Step = { readonly wait: number; readonly step: typeof anyStep extends fc.Arbitrary<infer T> ? T : never };
const anySteps = fc.array(
  fc.record({ wait: fc.oneof(fc.constantFrom(0, 1, 2), fc.integer({ min: 0, max: 70 })), step: anyStep }),
  { maxLength: 40 },
);

type Spoken = Extract<Step['step'], { does: 'message' }>['signals'];

function signalsOf(spoken: Spoken, now: number): readonly Mapped[] {
  return spoken.map(({ key, of, fires, said, began, version, severity }) =>
    mapped(
      { key, state: fires ? 'firing' : 'resolved', at: now + said * minute, startedAt: now + (said - began) * minute },
      { of, version, severity },
    ),
  );
}

/** Whatever a step wrote, as what it wrote it on, and as it is after it. */
type Wrote = (before: IncidentFacts, decision: Decision, after: IncidentFacts) => void;

/** Something that is tried on the facts as they are then, and by whom. */
type Try = readonly [decide: (facts: IncidentFacts) => Decision, by: Actor];

function play(steps: readonly Step[], wrote: Wrote): IncidentFacts {
  let facts = scene({ watching: back });
  for (const { wait, step } of steps) {
    facts = at(facts, facts.now + wait * minute);
    for (const [decide, who] of tries(facts, step)) {
      const decision = decide(facts);
      if (decision.kind === 'refused') continue;
      const next = after(facts, decision, who);
      wrote(facts, decision, next);
      facts = next;
    }
    facts = around(facts, step);
  }
  return facts;
}

/** A message comes twice, and two workers look. */
function tries({ now, incidents }: IncidentFacts, step: Step['step']): readonly Try[] {
  if (step.does === 'message') {
    const signals = signalsOf(step.signals, now);
    const once: Try = [(facts) => take(facts, signals, step.signed), looking];
    return [once, once];
  }
  const known = [...incidents.values()];
  if (step.does === 'look') return known.flatMap((one, n) => [...looks(one, n), ...looks(one, n)]);
  const one = step.does === 'word' ? known.at(-1 - step.who) : undefined;
  if (one === undefined || step.does !== 'word') return [];
  return [[(facts) => says(facts, facts.incidents.get(one.id) ?? one, step.word), by(people.own)]];
}

function looks(one: IncidentState, n: number): readonly Try[] {
  const now = (facts: IncidentFacts) => facts.incidents.get(one.id) ?? one;
  return [
    [(facts) => decideLook(facts, now(facts)), looking],
    [(facts) => decideReturn(facts, now(facts), id(50 + n)), autoRollback],
  ];
}

function says(
  facts: IncidentFacts,
  one: IncidentState,
  kind: OnIncident['kind'],
  who: PersonId = people.own,
): Decision {
  const words: Record<OnIncident['kind'], OnIncident> = {
    acknowledge: { kind: 'acknowledge' },
    'cancel-return': { kind: 'cancel-return' },
    dismiss: { kind: 'dismiss', reason: 'a test' },
    snooze: { kind: 'snooze', until: facts.now + 20 * minute, asked: facts.now },
  };
  return decideOnIncident(facts, one, who, words[kind]);
}

function around(facts: IncidentFacts, step: Step['step']): IncidentFacts {
  const { lane, now } = facts;
  if (step.does === 'busy') return { ...facts, lane: { ...lane, holder: step.busy ? id(3) : null } };
  if (step.does !== 'version' || lane.live?.version === v(step.to)) return facts;
  const release = step.to === 14 ? watched.id : null;
  const live = { ...liveVersion(step.to, release, release === null ? 'outside' : 'watching'), since: now };
  return { ...facts, lane: { ...lane, live } };
}

const many = { numRuns: 1_500 };

test('whatever is said, in any order and however often: one incident of a kind, and its lane knows the same of it', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anySteps, (steps) => {
      const facts = play(steps, (_, decision, now) => {
        for (const kind of kinds(decision)) seen.add(kind);
        expect(openKinds(now)).toEqual([...new Set(openKinds(now))]);
        expect(now.lane.incidents.map(({ incident, phase }) => [incident, phase])).toEqual(
          now.lane.incidents.map(({ incident }) => [incident, now.incidents.get(incident)?.phase]),
        );
      });
      expect(openKinds(facts).length).toBeLessThanOrEqual(3);
    }),
    many,
  );
  for (const kind of [
    'incident-reopened',
    'incident-resolved',
    'incident-ended',
    'dismissal-ended',
    'countdown-started',
    'countdown-ended',
    'signal-calmed',
    'return-withheld',
    'opened',
  ])
    expect([...seen]).toContain(kind);
});

test('the same message again, at once, writes nothing', () => {
  fc.assert(
    fc.property(
      anySteps,
      fc.array(anySignal, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      (steps, spoken, signed) => {
        const facts = play(steps, () => {});
        const signals = signalsOf(spoken, facts.now);
        const once = after(facts, take(facts, signals, signed));
        expect(kinds(take(once, signals, signed))).toEqual([]);
      },
    ),
    many,
  );
});

function openKinds({ incidents }: IncidentFacts): readonly string[] {
  return [...incidents.values()].filter(({ phase }) => phase === 'open' || phase === 'dismissed').map(({ of }) => of);
}

const anyStory = fc
  .array(fc.record({ key: fc.constantFrom('a', 'b'), fires: fc.boolean() }), { minLength: 1, maxLength: 7 })
  .chain((story) =>
    fc.tuple(
      fc.constant(story),
      fc.shuffledSubarray(
        story.map((_, n) => n),
        { minLength: story.length },
      ),
    ),
  );

test('in whatever order messages come: open in the end exactly where the newest word says so', () => {
  fc.assert(
    fc.property(anyStory, ([story, order]) => {
      const told = story.map(({ key, fires }, n) => {
        const said = start + (n - 7) * 5 * minute;
        return mapped({ key, state: fires ? 'firing' : 'resolved', at: said, startedAt: said });
      });
      const lane = watchedLane({ live: { ...liveVersion(14, watched.id, 'watching'), since: start - 90 * minute } });
      const facts = order.reduce((now, n) => after(now, take(now, told.slice(n, n + 1))), scene({ lane }));
      const newest = ['a', 'b'].map((key) => story.findLast((one) => one.key === key)?.fires ?? false);
      expect(openKinds(facts)).toEqual(newest.includes(true) ? ['errors'] : []);
    }),
    many,
  );
});
