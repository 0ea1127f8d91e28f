import type { Delivery, Request } from '../src/release/command.ts';
import { CommandId, type PersonId } from '../src/release/ids.ts';
import type { Press, Submission, TypedCommand } from './slack-wire.ts';

/** What makes a request countable once, and who made it where. Built from Slack's own ids, so that a repeated delivery has the same. */
export interface Origin {
  readonly id: CommandId;
  readonly by: PersonId;
  readonly where: string | null;
}

export function originOfCommand({ trigger_id, user_id, channel_id }: TypedCommand): Origin {
  return { id: idOf('typed', trigger_id), by: user_id, where: channel_id };
}

/** A trigger is new with every press; where Slack sends none, message, time and person are the press. */
export function originOfPress({ trigger_id, user, container, actions: [pressed] }: Press): Origin {
  const press = trigger_id ?? [container.channel_id, container.message_ts, pressed?.action_ts, user.id].join('.');
  return { id: idOf('press', press), by: user.id, where: container.channel_id ?? null };
}

/** A view's hash changes with its content: submitting it again after an error is another request. */
export function originOfSubmission({ user, view }: Submission): Origin {
  return { id: idOf('modal', `${view.id}.${view.hash}`), by: user.id, where: null };
}

export function deliveryOf({ id, by, where }: Origin, request: Request, now: number): Delivery {
  return { id, at: now, by: { kind: 'person', id: by }, where, request };
}

function idOf(kind: 'typed' | 'press' | 'modal', id: string): CommandId {
  return CommandId.parse(`${kind}:${id}`.slice(0, 200));
}
