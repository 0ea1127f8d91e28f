import { refusalMessage } from '../../blocks/replies.ts';
import { statusMessage } from '../../blocks/status.ts';
import { replyTo } from '../carry-out.ts';
import { peopleIn } from '../people.ts';
import { askerOf, type OnPress, sayTo } from '../pressing.ts';
import { respond } from '../respond.ts';
import { refusalToRead } from '../standing-check.ts';

/** Turns to another page of the map, in place of the one that was answered. */
export const onStatusPage: OnPress<{ readonly page: number }> = async (deps, click, { page }) => {
  await click.ack();
  const stranger = await refusalToRead(deps, click.press.user.id);
  if (stranger !== null) return sayTo(deps, click, stranger);
  try {
    const asked = await deps.releases.status(null);
    const people = await peopleIn(deps.directory, asked);
    const message =
      asked.kind === 'found'
        ? statusMessage(asked.found, deps.command, people, page)
        : refusalMessage(asked.refusal, people);
    await respond(deps, askerOf(click), message, 'replacing');
  } catch (error) {
    deps.log.error({ error }, 'Question not answered');
    await sayTo(deps, click, replyTo(error));
  }
};
