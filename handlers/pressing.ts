import type { Action } from '../blocks/action.ts';
import { notUnderstood } from '../blocks/replies.ts';
import { StreamId } from '../src/release/event.ts';
import type { IncidentId, LaneKey, ReleaseId } from '../src/release/ids.ts';
import { incidentStream } from '../src/release/stream.ts';
import { type Exchange, words } from './carry-out.ts';
import { originOfPress } from './deliveries.ts';
import type { HandlerDeps } from './deps.ts';
import { respond } from './respond.ts';
import { carried, type Press } from './slack-wire.ts';
import { refusalFor } from './standing-check.ts';

/** A press with its acknowledgement. */
export interface Click {
  readonly press: Press;
  ack(): Promise<void>;
}

/** What is done with one pressed thing, its value already read. */
export type OnPress<T> = (deps: HandlerDeps, click: Click, value: T) => Promise<void>;

/** A row of the table: the action's id, and what runs for it. */
export interface PressRow {
  readonly id: string;
  run(deps: HandlerDeps, click: Click): Promise<void>;
}

/** Joins an action with its handler. A value that is not ours is told so; strangers are turned away. */
export function pressed<T>(action: Action<T>, on: OnPress<T>): PressRow {
  return {
    id: action.id,
    async run(deps, click) {
      const value = action.decode(carried(click.press));
      const refusal = value === null ? notUnderstood : refusalFor(deps, click.press.user);
      if (value !== null && refusal === null) return on(deps, click, value);
      await click.ack();
      await sayTo(deps, click, refusal ?? notUnderstood);
    },
  };
}

/** The exchange of a press: acknowledged empty, answered under it, and refused when the message is not the card that we know. */
export function exchangeOf(deps: HandlerDeps, click: Click, how: 'new' | 'replacing' = 'new'): Exchange {
  return {
    origin: originOfPress(click.press),
    ack: click.ack,
    async refuse(text) {
      await click.ack();
      await sayTo(deps, click, text);
    },
    say: (message) => respond(deps, askerOf(click), message, how),
    async unfit(request) {
      if ('release' in request) return strayCard(deps, click, request.release);
      return 'incident' in request && 'lane' in request ? strayIncident(deps, click, request) : null;
    },
  };
}

export function sayTo(deps: HandlerDeps, click: Click, text: string): Promise<void> {
  return respond(deps, askerOf(click), words(text));
}

export function askerOf({ press }: Click) {
  return { url: press.response_url, person: press.user.id, channel: press.container.channel_id ?? null };
}

/** A button counts only on the messages that we posted for its release, or in a private answer, which nobody can pass on. */
export async function strayCard(deps: HandlerDeps, click: Click, release: ReleaseId): Promise<string | null> {
  return (await isStray(deps, click, StreamId.parse(release)))
    ? 'This is not the card of this release, so nothing was done. Use the buttons on the card itself.'
    : null;
}

/** The same for an incident. */
export async function strayIncident(
  deps: HandlerDeps,
  click: Click,
  { incident, lane }: { readonly incident: IncidentId; readonly lane: LaneKey },
): Promise<string | null> {
  return (await isStray(deps, click, incidentStream(incident, lane)))
    ? 'This is not the message of this alert, so nothing was done. Use the buttons on the alert itself.'
    : null;
}

async function isStray({ book }: HandlerDeps, { press: { container } }: Click, stream: StreamId): Promise<boolean> {
  if (container.is_ephemeral) return false;
  const posted = [...(await book.of(stream)).values()];
  const ours = posted.some(({ channel, ts }) => channel === container.channel_id && ts === container.message_ts);
  return !ours && posted.length > 0;
}
