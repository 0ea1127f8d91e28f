import type { StreamId } from '../release/event.ts';
import type { CommandId, Digest, LaneKey } from '../release/ids.ts';

/** Every key that Signalbox has in Redis, by what it holds. All of them share one hash tag, so that one script may touch any. */
export type Keys = ReturnType<typeof keysUnder>;

/** The table of keys below a prefix; the prefix must carry the hash tag. */
export function keysUnder(prefix = '{signalbox}') {
  const at = (name: string) => `${prefix}:${name}`;
  return {
    prefix,
    every: at('*'),
    /** List of entries, the exact bytes that were chained. */
    stream: (stream: StreamId) => at(`stream:${stream}`),
    everyStream: at('stream:*'),
    streamPrefix: at('stream:'),
    /** List of references, `index stream`; position `seq - 1`. */
    chain: at('chain'),
    /** `seq hash at` of the newest entry. */
    head: at('head'),
    /** What one command wrote: references, one a line; kept 30 days. */
    command: (id: CommandId) => at(`command:${id}`),
    evidence: (digest: Digest) => at(`evidence:${digest}`),
    /** Hash, lane → `rev document`. */
    lanes: at('lanes'),
    /** Text that can be made again; kept seven days. */
    cached: (key: Digest) => at(`cached:${key}`),
    /** Lists of release ids in the order they were opened: of one lane, and of all. */
    history: (lane: LaneKey) => at(`history:${lane}`),
    everyHistory: at('history:*'),
    releases: at('releases'),
    /** Lists of incident ids in the order in which they opened, of one lane. */
    incidents: (lane: LaneKey) => at(`incidents:${lane}`),
    everyIncidents: at('incidents:*'),
    /** Hash, open release → phase. */
    open: at('open'),
    /** Hash, phase → how many releases are in it. */
    phases: at('phases'),
    /** Sorted sets, stream → when it wants a look or a show. */
    due: (kind: 'look' | 'show') => at(`due:${kind}`),
    /** Mark of one delivery that was claimed, kept seven days. */
    delivery: (id: CommandId) => at(`delivery:${id}`),
    /** Deliveries not done yet: bodies, when they were taken, until when an orphan is claimed. */
    inbox: { bodies: at('inbox:bodies'), taken: at('inbox:taken'), claims: at('inbox:claims') },
    posts: (stream: StreamId) => at(`posts:${stream}`),
    posting: (stream: StreamId) => at(`posting:${stream}`),
    tokens: (bucket: string) => at(`tokens:${bucket}`),
    policy: at('policy'),
    registry: (name: string) => at(`registry:${name}`),
  };
}
