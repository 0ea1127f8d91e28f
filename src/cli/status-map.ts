import { healthNote } from '../../blocks/health-lines.ts';
import type { StatusRow } from '../ports-releases.ts';
import type { ReleaseId } from '../release/ids.ts';
import type { LaneState } from '../release/lane-state.ts';
import type { ReleaseState } from '../release/state.ts';
import { table } from './check-words.ts';
import { actor, clean, moment } from './words.ts';

type Releases = ReadonlyMap<ReleaseId, ReleaseState>;

const head = ['MODEL', 'ENVIRONMENT', 'LIVE', 'COMMIT', 'SINCE', 'LET IN BY', 'STATE', 'MODE'];

/** Every model in every environment of its path: what is live, of which commit, since when, by whose word, and how it stands. */
export function mapLines(rows: readonly StatusRow[], brought: Releases): readonly string[] {
  return table([head, ...rows.map((row) => cells(row, brought))]).map((line) => line.trimEnd());
}

/** The releases that brought what is live. */
export function bringing(rows: readonly Pick<StatusRow, 'lane'>[]): readonly ReleaseId[] {
  return [...new Set(rows.flatMap(({ lane }) => lane.live?.release ?? []))];
}

function cells({ model, environment, lane, pauses, mode }: StatusRow, brought: Releases): readonly string[] {
  const { live, since } = lane;
  const what = [clean(model), clean(environment)];
  const notes = noted(lane, pauses.length > 0);
  if (live === null) return [...what, since === null ? 'not known' : 'nothing', '', '', '', notes.join(', '), mode];
  const release = live.release === null ? null : (brought.get(live.release) ?? null);
  const commit = release?.evidence?.findings.commit?.slice(0, 7) ?? '';
  const state = [standings[live.standing], ...notes].join(', ');
  return [...what, `v${live.version}`, commit, moment(live.since), release === null ? '' : letIn(release), state, mode];
}

const standings = {
  watching: 'being watched',
  verified: 'verified',
  baseline: 'before Signalbox',
  outside: 'not reviewed',
} as const;

function noted(lane: LaneState, paused: boolean): readonly string[] {
  const { open, holder, followUps } = lane;
  const failed = open.some((one) => one.phase === 'failed');
  const health = healthNote(lane);
  return [
    ...(health === null ? [] : [health]),
    ...(paused ? ['paused'] : []),
    ...(failed ? ['failed'] : holder === null ? [] : ['releasing']),
    ...(open.length === 0 ? [] : [`${open.length} open`]),
    ...(followUps.length === 0 ? [] : [`${followUps.length} to be looked at`]),
  ];
}

/** Whose word let it in, by name. */
function letIn({ approvals, alone, breakGlass, opened }: ReleaseState): string {
  if (breakGlass) return `break-glass, ${actor(opened.by)}`;
  if (alone) return opened.by.kind === 'person' ? `on-call, ${actor(opened.by)}` : 'itself, after an alert';
  return approvals.map(({ person }) => person).join(' ') || 'its gates';
}
