import type { Clock, Policies } from '../ports.ts';
import type { Store } from '../ports-store.ts';
import type { StreamId } from '../release/event.ts';
import { ReleaseId } from '../release/ids.ts';
import type { ReleaseState } from '../release/state.ts';
import type { JobKind } from './queues.ts';

/** Which of these streams this process looks at, or shows. */
export type Mine = (kind: JobKind, streams: readonly StreamId[]) => Promise<readonly StreamId[]>;

export interface MineDeps {
  readonly store: Pick<Store, 'releases'>;
  readonly policies: Pick<Policies, 'lanes'>;
  readonly clock: Clock;
}

/** How soon a release that was somebody else's is read again: whose it is may change with its phase. */
const elsewhereMs = 2_000;
const mostKept = 20_000;

/**
 * Of a process that is limited to some environments: releases to them, what is told of them, and the models that go there. What has no
 * environment is everybody's: a post's key keeps it to one. Rejections are written to the version where it came from, so that is whose they are.
 */
export function mineIn(environments: readonly string[], { store, policies, clock }: MineDeps): Mine {
  /** Until when a release is known to be ours or not; of most it is for ever. */
  const known = new Map<string, { readonly ours: boolean; readonly until: number }>();
  const serves = (environment: string) => environments.includes(environment);

  function learn(kind: JobKind, state: ReleaseState): void {
    const [to, from] = [serves(state.environment), serves(state.source.environment)];
    const ours = kind === 'look' && state.phase === 'rejected' ? from : to;
    const changes = kind === 'look' && to !== from;
    const until = changes ? clock() + (ours ? 0 : elsewhereMs) : Number.POSITIVE_INFINITY;
    known.set(`${kind} ${state.id}`, { ours, until });
  }

  async function releasesIn(kind: JobKind, ids: readonly ReleaseId[]): Promise<(stream: string) => boolean> {
    if (known.size > mostKept) known.clear();
    const asked = ids.filter((id) => (known.get(`${kind} ${id}`)?.until ?? 0) <= clock());
    for (const state of (await store.releases(asked)).values()) learn(kind, state);
    return (stream) => known.get(`${kind} ${stream}`)?.ours ?? false;
  }

  function others(stream: string): boolean {
    const [kind = '', ...rest] = stream.split(':');
    const name = rest.join(':');
    if (kind === 'env') return serves(name);
    if (kind === 'lane' || kind === 'incident') return serves(name.slice(name.indexOf('/') + 1));
    return kind !== 'model' || goesHere(name);
  }

  function goesHere(model: string): boolean {
    const own = policies.lanes().filter((lane) => lane.model === model);
    return own.length === 0 || own.some(({ environment }) => serves(environment));
  }

  return async (kind, streams) => {
    const ids = streams.flatMap((stream) => ReleaseId.safeParse(stream).data ?? []);
    const isOurs = ids.length === 0 ? () => false : await releasesIn(kind, ids);
    const releases: ReadonlySet<string> = new Set(ids);
    return streams.filter((stream) => (releases.has(stream) ? isOurs(stream) : others(stream)));
  };
}

/** Of a process that works everywhere. */
export const everything: Mine = async (_, streams) => streams;
