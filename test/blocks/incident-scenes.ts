import type { Actor, Happened } from '../../src/release/event.ts';
import { IncidentId, laneKey, ReleaseId, Version } from '../../src/release/ids.ts';
import type { IncidentEvent, Symptom } from '../../src/release/incident/event.ts';
import { foldIncident } from '../../src/release/incident/evolve.ts';
import type { IncidentState } from '../../src/release/incident/state.ts';
import type { AroundIncident } from '../../src/release/incident/view-shape.ts';
import { emptyLane } from '../../src/release/lane.ts';
import { by, kim, pat, signalbox, t0 } from './scenes.ts';

export const minute = 60_000;
export const incident = IncidentId.parse('i-abcdefgh12');
export const lane = laneKey('churn', 'production');
export const liveRelease = ReleaseId.parse('r-eeeeeeeeee');
export const backRelease = ReleaseId.parse('r-cccccccccc');
const [v14, v12] = [Version.parse('14'), Version.parse('12')];

type Draft = Omitted<IncidentEvent>;
type Omitted<T> = T extends unknown ? Omit<T, 'v' | 'incident' | 'look'> : never;

/** What happens to an incident: what, so many minutes after it opened, by whom. */
export type Happening = readonly [draft: Draft, after: number, by?: Actor];

export function symptom(over: Partial<Symptom> = {}): Symptom {
  return {
    source: 'alertmanager',
    key: 'errors',
    title: 'Churn answers with errors',
    words: 'One request in twenty fails.',
    severity: 'critical',
    reading: {
      name: 'error rate',
      value: 4.1,
      bound: { sign: '≤', value: 1 },
      trained: 0.6,
      samples: 12_340,
      unit: '%',
    },
    features: [],
    window: null,
    startedAt: t0 - 2 * minute,
    at: t0,
    url: 'http://alerts.corp.example/1',
    version: null,
    signed: true,
    ...over,
  };
}

type Opened = Extract<Draft, { kind: 'incident-opened' }>;

export function opened(over: Partial<Opened> = {}): Happening {
  const draft: Opened = {
    kind: 'incident-opened',
    model: 'churn',
    environment: 'production',
    lane,
    of: 'errors',
    channel: 'C0PROD',
    live: { version: v14, release: liveRelease, since: t0 - 40 * minute },
    target: v12,
    advice: 'roll-back',
    why: 'Began 38 min after v14 went live. v12 is the last version that was trusted here.',
    symptom: symptom(),
    ...over,
  };
  return [draft, 0];
}

export const release = ReleaseId.parse('r-bbbbbbbbbb');

/** One of each state that an incident can be in, and of all that can happen on the way. */
export const stories: Readonly<Record<string, readonly Happening[]>> = {
  open: [opened()],
  'no release in weeks': [
    opened({ advice: 'look', why: 'No release in 19 days, so probably not the release. Look at what else changed.' }),
  ],
  drift: [
    opened({
      of: 'input-drift',
      advice: 'retrain',
      why: 'Began 38 min after v14 went live. The version before would see the same inputs: train it again on newer data.',
      symptom: symptom({
        severity: 'warning',
        title: 'Inputs have moved',
        reading: {
          name: 'share of drifted features',
          value: 0.62,
          bound: { sign: '≤', value: 0.5 },
          trained: 0,
          samples: 800,
          unit: null,
        },
        features: ['tenure', 'plan', 'age', 'city'].map((name, at) => ({ name, value: 0.4 - at / 20, bound: 0.1 })),
      }),
    }),
  ],
  'no number': [
    opened({ advice: 'mend-upstream', of: 'data-broken', symptom: symptom({ reading: null, words: null, url: null }) }),
  ],
  counting: [opened(), [{ kind: 'countdown-started', until: t0 + 61_000, target: v12, live: v14 }, 0]],
  cancelled: [
    opened(),
    [{ kind: 'countdown-started', until: t0 + 61_000, target: v12, live: v14 }, 0],
    [{ kind: 'countdown-cancelled' }, 1, by(kim)],
  ],
  'gone back': [
    opened(),
    [{ kind: 'countdown-started', until: t0 + 61_000, target: v12, live: v14 }, 0],
    [{ kind: 'countdown-ended', release, words: 'v12 goes back' }, 2],
    [{ kind: 'incident-answered', release, how: 'rollback' }, 2],
    [{ kind: 'incident-ended', release, words: 'v12 is live now' }, 4],
  ],
  withheld: [opened(), [{ kind: 'return-withheld', guard: 'signed', words: 'its source is not signed' }, 0]],
  worse: [
    opened({ symptom: symptom({ severity: 'warning' }) }),
    [
      {
        kind: 'symptom-changed',
        symptom: symptom({ key: 'latency', title: 'Also slow', reading: null, severity: 'warning' }),
      },
      5,
    ],
    [{ kind: 'symptom-changed', symptom: symptom({ at: t0 + 9 * minute, reading: { ...reading(), value: 7.3 } }) }, 9],
    [{ kind: 'symptom-resolved', source: 'alertmanager', key: 'latency', at: t0 + 12 * minute }, 12],
    [
      {
        kind: 'target-scored',
        version: v12,
        name: 'error rate',
        value: 0.5,
        words: 'error rate 0.50 %, keeps to ≤ 1 %',
      },
      13,
    ],
  ],
  reminded: [opened(), [{ kind: 'incident-reminded', round: 2, groups: ['second-line'] }, 30]],
  acknowledged: [opened(), [{ kind: 'incident-acknowledged' }, 3, by(kim)]],
  snoozed: [opened(), [{ kind: 'incident-snoozed', until: t0 + 63 * minute }, 3, by(pat)]],
  dismissed: [
    opened(),
    [{ kind: 'incident-dismissed', reason: 'Load test.', until: t0 + 30 * 24 * 60 * minute }, 3, by(pat)],
  ],
  'heard again': [
    opened(),
    [{ kind: 'incident-dismissed', reason: 'Load test.', until: t0 + 30 * 24 * 60 * minute }, 3, by(pat)],
    [{ kind: 'dismissal-ended', why: 'release' }, 90],
  ],
  resolved: [
    opened(),
    [{ kind: 'symptom-resolved', source: 'alertmanager', key: 'errors', at: t0 + 39 * minute }, 40],
    [{ kind: 'incident-resolved' }, 40],
  ],
  reopened: [
    opened(),
    [{ kind: 'symptom-resolved', source: 'alertmanager', key: 'errors', at: t0 + 39 * minute }, 40],
    [{ kind: 'incident-resolved' }, 40],
    [{ kind: 'incident-reopened', symptom: symptom({ at: t0 + 70 * minute, startedAt: t0 + 70 * minute }) }, 70],
  ],
};

function reading(): NonNullable<Symptom['reading']> {
  return { name: 'error rate', value: 4.1, bound: { sign: '≤', value: 1 }, trained: 0.6, samples: 12_340, unit: '%' };
}

export function incidentLog(story: readonly Happening[]): readonly Happened<IncidentEvent>[] {
  return story.map(([draft, after, who = signalbox], index) => ({
    event: { ...draft, v: 1, incident, look: null },
    at: t0 + after * minute,
    by: who,
    index,
  }));
}

export function incidentOf(story: readonly Happening[]): IncidentState {
  const state = foldIncident(incidentLog(story));
  if (state === null) throw new Error('an empty log');
  return state;
}

export function aroundIncident(over: Partial<AroundIncident> = {}): AroundIncident {
  const since = t0 - 40 * minute;
  return {
    lane: {
      ...emptyLane(lane),
      live: { version: v14, release: liveRelease, since, standing: 'watching' },
      trusted: [{ version: v12, release: backRelease, since: since - 9e8, standing: 'verified' }],
    },
    links: { runbook: 'http://wiki.corp.example/churn', dashboard: 'http://graphs.corp.example/churn', ticket: null },
    tell: ['first-line'],
    acts: true,
    trains: true,
    cards: new Map(
      [liveRelease, backRelease, release].map((id) => [id, `http://slack.corp.example/archives/C0PROD/${id}`]),
    ),
    label: null,
    ...over,
  };
}
