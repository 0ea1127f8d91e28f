import { historyMessage } from '../../blocks/history.ts';
import type { Message } from '../../blocks/message.ts';
import { refusalMessage } from '../../blocks/replies.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import type { HandlerDeps } from '../deps.ts';
import { peopleIn } from '../people.ts';

/** The releases of a release's model in its environment. */
export async function drawHistory(
  { releases, directory }: HandlerDeps,
  { model, environment }: ReleaseState,
): Promise<Message> {
  const asked = await releases.history(model, environment);
  const people = await peopleIn(directory, asked);
  if (asked.kind === 'refused') return refusalMessage(asked.refusal, people);
  return historyMessage(model, environment, asked.found, people);
}
