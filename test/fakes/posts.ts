import type { Clock } from '../../src/ports.ts';
import type { PostBook, Posted } from '../../src/ports-store.ts';
import type { StreamId } from '../../src/release/event.ts';

/** What was posted where, in memory. */
export function memoryPosts(clock: Clock): PostBook {
  const posts = new Map<StreamId, Map<string, Posted | null>>();
  const claims = new Map<StreamId, { readonly holder: string; readonly until: number }>();
  const of = (stream: StreamId) => {
    const found = posts.get(stream) ?? new Map<string, Posted | null>();
    posts.set(stream, found);
    return found;
  };
  return {
    of: async (stream) => new Map([...of(stream)].flatMap(([key, posted]) => (posted ? [[key, posted] as const] : []))),
    claim: async (stream, holder, ms) => {
      if ((claims.get(stream)?.until ?? 0) > clock()) return false;
      claims.set(stream, { holder, until: clock() + ms });
      return true;
    },
    release: async (stream, holder) => {
      if (claims.get(stream)?.holder === holder) claims.delete(stream);
    },
    intend: async (stream, key) => {
      if (of(stream).has(key)) return 'unknown-outcome';
      of(stream).set(key, null);
      return 'first';
    },
    put: async (stream, key, posted) => {
      of(stream).set(key, posted);
    },
    forget: async (stream, key) => {
      of(stream).delete(key);
    },
  };
}
