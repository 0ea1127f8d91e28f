import type { Notice } from '../noted.ts';
import type { Delivered, Person, World } from '../world.ts';

/** How something a person did ended: as the delivery did, or it never left their client. */
export type Acted = {
  readonly outcome: Delivered['outcome'] | 'not-sent';
  readonly ms: number;
  readonly status: number;
  /** What Slack itself told the person, such as that the app did not answer. */
  readonly notice?: string | undefined;
  /** Per block, what is wrong with a form. */
  readonly errors?: Readonly<Record<string, string>> | undefined;
};

/** Nothing was sent, and the person sees why. */
export function notSent(notice: string, errors?: Acted['errors']): Acted {
  return { outcome: 'not-sent', ms: 0, status: 0, notice, errors };
}

/** The end of a delivery; a missed ack is told to the person in the words given. */
export function acted(
  world: World,
  person: Person,
  delivered: Delivered,
  words: (why: string) => string,
  channel?: string,
): Acted {
  const { outcome, ms, status } = delivered;
  if (outcome === 'acked') return { outcome, ms, status };
  return { outcome, ms, status, notice: tell(world, person, words(whyNot(delivered)), channel) };
}

/** Writes down what Slack tells a person, and gives it back. */
export function tell(world: World, person: Person, text: string, channel?: string): string {
  const notice: Notice = { at: world.clock.now(), user: person.id, channel, text };
  world.notices.push(notice);
  return text;
}

/** Refuses what a person cannot do in Slack at all; a test that tries it is wrong. */
export function mustBeAble(world: World, person: Person, channel?: string): void {
  if (person.deleted) throw new Error(`${person.name} is deactivated and cannot use Slack`);
  const place = channel ? world.channels.get(channel) : undefined;
  if (place && place.kind !== 'public' && !place.members.has(person.id))
    throw new Error(`${person.name} is not in ${place.name}`);
  const outsider = person.kind !== 'member' && person.kind !== 'bot';
  if (place && outsider && !place.members.has(person.id))
    throw new Error(`${person.name} is a ${person.kind} and not in ${place.name}`);
}

function whyNot({ outcome, status }: Delivered): string {
  if (outcome === 'refused') return status >= 500 ? 'http_service_error' : 'http_client_error';
  return outcome === 'timeout' || outcome === 'ack-lost' ? 'operation_timeout' : 'dispatch_failed';
}
