import type { Happened, ReleaseEvent } from './event.ts';
import type { ReleaseState } from './state.ts';

/** What a training printed, where it can be asked for. */
export interface LogView {
  readonly model: string;
  readonly environment: string;
  readonly ref: string;
}

/** The log of one training: the key under which it is posted, and when it was first to be shown. */
export interface LogPost {
  readonly key: string;
  readonly since: number;
  readonly content: { readonly kind: 'log'; readonly log: LogView };
}

/** One file for each training that has ended, well or not. */
export function logPosts(
  { model, environment }: Pick<ReleaseState, 'model' | 'environment'>,
  log: readonly Happened<ReleaseEvent>[],
): readonly LogPost[] {
  const posts: LogPost[] = [];
  let ref: string | null = null;
  for (const { event, at } of log) {
    if (started(event)) ref = event.ref ?? null;
    if (ref === null || !ended(event)) continue;
    posts.push({ key: `log:${ref}`, since: at, content: { kind: 'log', log: { model, environment, ref } } });
    ref = null;
  }
  return posts;
}

type Finished = Extract<ReleaseEvent, { kind: 'step-finished' }>;

function started(event: ReleaseEvent): event is Finished {
  return event.kind === 'step-finished' && event.step === 'start-training' && event.direction === 'do';
}

function ended(event: ReleaseEvent): boolean {
  if (event.kind !== 'step-finished' && event.kind !== 'failed') return false;
  return event.step === 'await-training' || (event.step === 'start-training' && event.direction === 'undo');
}
