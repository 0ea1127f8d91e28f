import { candidateSide } from './candidate-side.ts';
import type { ChartView } from './chart-view.ts';
import type { Happened, ReleaseEvent } from './event.ts';
import type { Version } from './ids.ts';
import type { TrendView } from './incident/trend-view.ts';
import type { ShownArtifact } from './lane-policy.ts';
import { trainsFirst } from './plan.ts';
import { type LogView, logPosts } from './posts-logs.ts';
import type { Story } from './posts-shape.ts';
import { endedPhases, type ReleaseState } from './state.ts';
import { v } from './view-words.ts';

/** A version where its run's files can be asked for. */
export interface FileSide {
  readonly registry: string;
  readonly name: string;
  readonly version: Version;
}

/** A file of the run that reviewers must see, of the candidate and, where it is to stand beside it, of the champion. */
export interface ArtifactView {
  readonly shown: ShownArtifact;
  readonly candidate: FileSide;
  readonly champion: FileSide | null;
}

/** What goes into the thread besides words: posted once under its key, after everything that is words. */
export interface FilePost {
  /** `chart:<index>` of the event that brought the numbers, `show:<version>:<pattern>`, `log:<ref>` of a training. */
  readonly key: string;
  /** When it was first to be shown, ms since 1970. */
  readonly since: number;
  readonly content:
    | { readonly kind: 'chart'; readonly chart: ChartView }
    | { readonly kind: 'trend'; readonly trend: TrendView }
    | { readonly kind: 'artifact'; readonly artifact: ArtifactView }
    | { readonly kind: 'log'; readonly log: LogView };
}

type Gathered = Extract<ReleaseEvent, { kind: 'evidence-gathered' }>;
type Told = Happened<ReleaseEvent> & { readonly event: Gathered };

/** The files of a promotion that somebody may still have to judge: a chart of the newest numbers, and what the policy shows. With logs, what trainings printed. */
export function filePosts(
  { state, log }: Pick<Story, 'state' | 'log'>,
  show: readonly ShownArtifact[],
  logs: 'with-logs' | 'without-logs' = 'without-logs',
): readonly FilePost[] {
  const wanted =
    state.kind === 'promotion' && !trainsFirst(state) && state.mode !== 'observe' && !endedPhases.includes(state.phase);
  const gathered = wanted ? log.filter(isGathered) : [];
  const trained = logs === 'with-logs' ? logPosts(state, log) : [];
  return [...chartPost(state, gathered), ...artifactPosts(state, gathered, show), ...trained];
}

function isGathered(happened: Happened<ReleaseEvent>): happened is Told {
  return happened.event.kind === 'evidence-gathered';
}

/** Evidence that changed in other ways than its numbers brings no other picture. */
function chartPost(state: ReleaseState, gathered: readonly Told[]): readonly FilePost[] {
  const drawn = gathered.map(({ index, at, event }) => ({ index, at, chart: chartOf(state, event) }));
  const last = drawn.at(-1);
  if (last === undefined || !last.chart.rows.some(comparable)) return [];
  const same = drawn.findLastIndex(({ chart }) => JSON.stringify(chart) !== JSON.stringify(last.chart));
  const first = drawn[same + 1] ?? last;
  return [{ key: `chart:${first.index}`, since: first.at, content: { kind: 'chart', chart: last.chart } }];
}

function comparable({ candidate, champion }: ChartView['rows'][number]): boolean {
  return typeof candidate === 'number' && typeof champion === 'number';
}

function chartOf({ model, environment }: ReleaseState, { candidate, champion, findings }: Gathered): ChartView {
  return {
    title: `${model} ${v(candidate.version)} → ${environment}`,
    candidate: v(candidate.version),
    champion: v(champion),
    rows: findings.metrics.map(({ name, candidate: now, champion: before, direction, bound = null }) => ({
      name,
      candidate: now,
      champion: before,
      direction,
      bound,
    })),
  };
}

function artifactPosts(
  state: ReleaseState,
  gathered: readonly Told[],
  show: readonly ShownArtifact[],
): readonly FilePost[] {
  const last = gathered.at(-1);
  if (last === undefined) return [];
  const { registry, name } = state;
  const from = candidateSide(state);
  const { candidate, champion } = last.event;
  const first = gathered.find(({ event }) => event.candidate.version === candidate.version) ?? last;
  const beside = champion === null ? null : { registry, name, version: champion };
  return show.map((shown) => ({
    key: `show:${candidate.version}:${shown.artifact}`,
    since: first.at,
    content: {
      kind: 'artifact',
      artifact: {
        shown,
        candidate: { registry: from.registry, name: from.name, version: candidate.version },
        champion: shown.beside ? beside : null,
      },
    },
  }));
}
