import type { Readable } from 'node:stream';
import type { Message } from '../../blocks/message.ts';
import type { Painter } from '../../src/charts/painter.ts';
import type { Call, Clock, Log, Registry } from '../../src/ports.ts';
import type { LogView } from '../../src/release/posts-logs.ts';
import type { Audience } from './audience.ts';
import type { Upload } from './upload-files.ts';

/** What a post of files turns out to be: files with words of ours above them, words alone, or nothing before a time. */
export type Attachment =
  | { readonly kind: 'files'; readonly uploads: readonly Omit<Upload, 'name'>[]; readonly words: string }
  | { readonly kind: 'words'; readonly message: Message }
  | { readonly kind: 'later'; readonly at: number };

/** Reads what a training printed. Throws when nobody could tell. */
export type TrainingLog = (log: LogView, call: Call) => Promise<Readable | null>;

export interface AttachmentParts {
  readonly painter: Pick<Painter, 'draw'>;
  readonly registries: () => ReadonlyMap<string, Registry>;
  /** What a training printed; null where its trainer has it no more. */
  readonly trainingLog: TrainingLog;
  readonly audience: (channel: string) => Promise<Audience>;
  readonly clock: Clock;
  readonly log: Log;
}
