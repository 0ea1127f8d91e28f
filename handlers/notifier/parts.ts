import type { Message } from '../../blocks/message.ts';
import type { Painter } from '../../src/charts/painter.ts';
import type { Clock, Log, Registry } from '../../src/ports.ts';
import type { Reply } from '../../src/ports-releases.ts';
import type { PostBook, Tokens } from '../../src/ports-store.ts';
import { StreamId } from '../../src/release/event.ts';
import type { Standing } from '../../src/release/people.ts';
import type { FilePost } from '../../src/release/posts-files.ts';
import type { Post } from '../../src/release/posts-shape.ts';
import type { SlackClients } from '../slack-clients.ts';
import type { TrainingLog } from './attached.ts';

/** What a stream has to show now. `channels` says where each place is; nothing of it is older than `since`. */
export interface Showing {
  readonly posts: readonly Post[];
  /** What goes into the thread besides, once all posts stand. */
  readonly files: readonly FilePost[];
  readonly channels: Readonly<Record<Exclude<Post['place'], 'thread' | 'release'>, string>>;
  /** The thread of the release that it is about: nothing has the place `release` where there is none. */
  readonly release?: { readonly channel: string; readonly ts: string } | null;
  readonly length: number;
  readonly since: number;
  /** When time alone changes what is shown. */
  readonly next: number | null;
}

export interface NotifierParts {
  readonly clients: SlackClients;
  readonly book: PostBook;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly log: Log;
  readonly admin: () => string;
  /** Reads a stream's log as posts. */
  readonly showing: (stream: StreamId) => Promise<Showing>;
  /** Draws a post; with `mentions` as it is posted first, without as it is edited. */
  readonly answer: (reply: Reply) => Promise<Message>;
  readonly draw: (post: Post, mentions: 'with' | 'without') => Promise<Message>;
  readonly painter: Pick<Painter, 'draw'>;
  readonly registries: () => ReadonlyMap<string, Registry>;
  readonly trainingLog: TrainingLog;
  readonly standing: (person: string) => Promise<Standing>;
}

/** The stream whose posts are what the admin channel is told. */
export const policyStream = StreamId.parse('policy');
