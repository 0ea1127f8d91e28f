import type { Notifier } from '../../src/ports.ts';
import type { Reply } from '../../src/ports-releases.ts';
import type { Delivery } from '../../src/release/command.ts';
import type { StreamId } from '../../src/release/event.ts';
import type { Post } from '../../src/release/posts-shape.ts';
import type { Memory } from './memory.ts';

/** Everything that was shown, answered and told, in order. */
export interface Heard {
  readonly shown: { readonly stream: StreamId; readonly length: number }[];
  readonly answers: { readonly delivery: Delivery; readonly reply: Reply }[];
  /** Words by key: told once. */
  readonly admin: Map<string, string>;
  /** Digests by key: told once. */
  readonly daily: Map<string, { readonly channel: string; readonly post: Post }>;
}

export function recordingNotifier({ streams }: Memory): { readonly notifier: Notifier; readonly heard: Heard } {
  const heard: Heard = { shown: [], answers: [], admin: new Map(), daily: new Map() };
  return {
    heard,
    notifier: {
      show: async (stream) => {
        const length = streams.get(stream)?.length ?? 0;
        heard.shown.push({ stream, length });
        return { next: null, length };
      },
      answer: async (delivery, reply) => {
        heard.answers.push({ delivery, reply });
      },
      tellAdmin: async (key, words) => {
        if (!heard.admin.has(key)) heard.admin.set(key, words);
      },
      tellDaily: async (channel, post) => {
        if (!heard.daily.has(post.key)) heard.daily.set(post.key, { channel, post });
      },
    },
  };
}
