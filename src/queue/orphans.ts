import { ReleaseError } from '../errors.ts';
import type { Clock, Log, Notifier } from '../ports.ts';
import type { Releases } from '../ports-releases.ts';
import type { Inbox } from '../ports-store.ts';
import type { Delivery } from '../release/command.ts';
import type { CommandId } from '../release/ids.ts';

/** A delivery that its process has not finished by then is taken up by a worker. */
const orphanAfterMs = 30_000;
const atOnce = 20;
const mostLeft = 1_000;

export interface OrphanDeps {
  readonly inbox: Inbox;
  readonly releases: Releases;
  readonly notifier: Pick<Notifier, 'answer'>;
  readonly clock: Clock;
  readonly log: Log;
  /** What this process has no logins for, as it found out; it adds to them. */
  readonly left: Set<CommandId>;
}

/** Takes up deliveries whose process died between writing them down and finishing them, and answers who sent them. One that fails holds up no other. */
export async function takeUpOrphans(deps: OrphanDeps): Promise<void> {
  const orphans = await deps.inbox.orphans(deps.clock() - orphanAfterMs, atOnce);
  await Promise.all(orphans.map((delivery) => takeUp(deps, delivery)));
}

/** What cannot be finished is found again; an answer that cannot be given is not worth doing it twice. */
async function takeUp(deps: OrphanDeps, delivery: Delivery): Promise<void> {
  const { inbox, releases, notifier, log, left } = deps;
  const command = delivery.id;
  // Met again, it stays claimed for a while, so that what can be done here has its turn.
  if (left.has(command)) return;
  try {
    const reply = await releases.handle(delivery);
    await inbox.done(command);
    log.info({ command }, 'took up a request whose process had died');
    await notifier
      .answer(delivery, reply)
      .catch((error: unknown) => log.warn({ command, error }, 'Answer not delivered'));
  } catch (error) {
    log.warn({ command, error }, 'a request whose process had died cannot be finished yet');
    if (error instanceof ReleaseError && error.code === 'environment_elsewhere') await leave(deps, command);
  }
}

async function leave({ inbox, left }: OrphanDeps, command: CommandId): Promise<void> {
  if (left.size >= mostLeft) left.clear();
  left.add(command);
  await inbox.leave(command);
}
