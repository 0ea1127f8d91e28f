import type { Store } from '../../../src/ports-store.ts';
import type { Actor, Event, StreamId } from '../../../src/release/event.ts';
import { IncidentId, PersonId } from '../../../src/release/ids.ts';
import type { Symptom } from '../../../src/release/incident/event.ts';
import {
  environmentStream,
  incidentStream,
  laneStream,
  policyStream,
  releaseStream,
} from '../../../src/release/stream.ts';
import { batch, byPat, churn, digest, id, opened, story, version } from '../../store/events.ts';

const sam = { kind: 'person', id: PersonId.parse('U0SAM') } as const;
const registry = { kind: 'registry', name: 'mlflow-prod' } as const;
const signals = { kind: 'signalbox', rule: 'signals' } as const;

export const evil = '=HYPERLINK("http://evil.example") <script>alert(1)</script>';
export const broken = IncidentId.parse('i-0000000001');

/** Midday of a day of March. */
export function march(day: number): number {
  return Date.parse('2026-03-01T12:00:00Z') + (day - 1) * 24 * 3_600_000;
}

const symptom: Symptom = {
  source: 'am',
  key: 'a',
  title: 'Churn errors',
  words: null,
  severity: 'critical',
  reading: { name: 'errors', value: 0.04, bound: { sign: '≤', value: 0.01 }, trained: null, samples: 900, unit: null },
  features: [],
  window: null,
  startedAt: march(7),
  at: march(7),
  url: null,
  version: version(14),
  signed: true,
};

/**
 * 2 March: production is paused. 3: v12 was there. 5: v14 is verified. 6: v15 is rejected, for a reason that means harm. 7: v14 has
 * errors, and goes back to v12 on the 8th. 9: v16 by break-glass, looked at by Sam. 10: somebody moves the alias to v11.
 */
export async function fillMarch(store: Store): Promise<void> {
  const lengths = new Map<string, number>();
  const say = async (day: number, stream: StreamId, events: readonly Event[], by: Actor = byPat) => {
    const expected = lengths.get(stream) ?? 0;
    lengths.set(stream, expected + events.length);
    const result = await store.append(
      batch(id(1), 0, [], { at: march(day), by, appends: [{ stream, expected, events }] }),
    );
    if (result.kind !== 'appended') throw new Error(`${day} March: ${result.kind}`);
  };
  await say(1, policyStream, [{ kind: 'policy-activated', v: 1, number: 1, digest: digest('policy') }]);
  const paused = { kind: 'paused', v: 1, cause: 'person', why: 'stock-taking', until: null, release: null } as const;
  await say(2, environmentStream('production'), [paused]);
  await say(3, laneStream(churn), [{ kind: 'baseline-trusted', v: 1, version: version(12) }], registry);
  await say(4, environmentStream('production'), [{ kind: 'resumed', v: 1, why: 'counted' }]);
  await say(5, releaseStream(id(14)), [opened(14), ...story(14).flat().map(anchored)]);
  await say(6, releaseStream(id(15)), [opened(15), { kind: 'rejected', v: 1, reason: evil }]);
  await say(7, incidentStream(broken, churn), incident, signals);
  await say(7, incidentStream(broken, churn), [{ kind: 'incident-acknowledged', v: 1, ...own }], sam);
  await say(8, releaseStream(id(90)), rollback, sam);
  await say(8, releaseStream(id(14)), [rolledBack], sam);
  await say(8, incidentStream(broken, churn), over, signals);
  await say(9, releaseStream(id(16)), breakGlass);
  await say(9, releaseStream(id(16)), [{ kind: 'follow-up-closed', v: 1, note: 'was right' }], sam);
  const moved = { kind: 'moved-outside', v: 1, alias: 'champion', from: version(16), to: version(11) } as const;
  await say(10, laneStream(churn), [moved], registry);
}

const own = { incident: broken, look: null } as const;

const incident: readonly Event[] = [
  {
    kind: 'incident-opened',
    v: 1,
    ...own,
    model: 'churn',
    environment: 'production',
    lane: churn,
    of: 'errors',
    channel: 'C0PROD',
    live: { version: version(14), release: id(14), since: march(5) },
    target: version(12),
    advice: 'roll-back',
    why: 'Began after v14 went live.',
    symptom,
  },
];

const over: readonly Event[] = [
  { kind: 'incident-answered', v: 1, ...own, release: id(90), how: 'rollback' },
  { kind: 'incident-ended', v: 1, ...own, release: id(90), words: 'v12 is live now.' },
];

const back = { from: version(14), to: version(12) };
const rollback: readonly Event[] = [
  {
    ...opened(12),
    release: id(90),
    releaseKind: 'rollback',
    source: { environment: 'production', registry: 'mlflow-prod', name: 'churn', version: version(12) },
    reason: 'errors rose after v14',
    undoes: id(14),
    alone: true,
  },
  ...story(12)
    .flat()
    .filter(({ kind }) => kind !== 'approved')
    .map((event): Event => (event.kind === 'went-live' ? { ...event, replaced: back.from } : event)),
];
const rolledBack: Event = {
  kind: 'rolled-back',
  v: 1,
  release: id(90),
  to: version(12),
  reason: 'errors rose after v14',
  asker: sam.id,
};
const breakGlass: readonly Event[] = [
  { ...opened(16), breakGlass: true, reason: 'the field is empty' },
  ...story(16)
    .flat()
    .filter(({ kind }) => kind !== 'approved'),
  { kind: 'follow-up-opened', v: 1, why: 'break-glass', dueAt: march(11) },
];

/** With the anchor that the version carries in its registry: the log as it was when it began. */
function anchored(event: Event): Event {
  if (event.kind !== 'execution-started') return event;
  const tags = { ...event.targets.tags, 'signalbox.anchor': `0:${'0'.repeat(64)}` };
  return { ...event, targets: { ...event.targets, tags } };
}
