import type { Due, PostBook, Store } from '../ports-store.ts';
import { emptyLane } from '../release/lane.ts';
import { emptyScope } from '../release/scope.ts';
import { genesis } from '../store/entries.ts';

/** What stands in for the log where there is none to read: nothing is known, and nothing can be written. */
export function noLog(): { readonly store: Store; readonly due: Due; readonly posts: PostBook } {
  return { store, due, posts };
}

const store: Store = {
  load: async () => [],
  release: async () => null,
  releases: async () => new Map(),
  lane: async (lane) => emptyLane(lane),
  lanes: async () => new Map(),
  laneAt: async (lane) => emptyLane(lane),
  scope: async () => emptyScope,
  scopes: async (streams) => streams.map(() => emptyScope),
  around: async (lane, scopes) => ({
    lane: emptyLane(lane),
    scopes: scopes.map(() => emptyScope),
    releases: new Map(),
  }),
  append: nothingToWriteTo,
  wrote: async () => null,
  history: async () => [],
  incidents: async () => [],
  putEvidence: nothingToWriteTo,
  evidence: async () => null,
  hasEntry: async () => false,
  chainHead: async () => ({ seq: 0, hash: genesis }),
};

const due: Due = {
  due: async () => [],
  looked: nothingToWriteTo,
  at: async () => null,
  wake: nothingToWriteTo,
  oldest: async () => null,
};

const posts: PostBook = {
  of: async () => new Map(),
  claim: nothingToWriteTo,
  release: nothingToWriteTo,
  intend: nothingToWriteTo,
  put: nothingToWriteTo,
  forget: nothingToWriteTo,
};

function nothingToWriteTo(): never {
  throw new Error('where there is no log, nothing is written');
}
