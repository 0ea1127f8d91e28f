import type { Clock, Notifier } from '../ports.ts';
import type { Due } from '../ports-store.ts';
import type { StreamId } from '../release/event.ts';

/** How soon a show that broke is tried again. */
const brokenPauseMs = 5_000;

/** Brings Slack up to what a stream's log says, and comes back when the notifier asks for it. */
export async function showStream(due: Due, notifier: Notifier, clock: Clock, stream: StreamId): Promise<void> {
  const wanted = await due.at('show', stream);
  if (wanted === null || wanted > clock()) return;
  try {
    const { next, length } = await notifier.show(stream);
    await due.looked('show', stream, length, next, wanted);
  } catch (error) {
    await due.wake('show', stream, clock() + brokenPauseMs);
    throw error;
  }
}
