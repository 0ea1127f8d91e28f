import { isObject, type JsonObject, listOf, objectOf, objectsOf, textOf } from '../json.ts';
import type { Traffic } from '../noted.ts';
import type { World } from '../world.ts';
import type { ShownTraffic } from './screen.ts';

const LISTED = 250;
const LONGEST = 90;

/** The newest requests, without what was asked and answered. */
export function shownTraffic(world: World): readonly ShownTraffic[] {
  return world.traffic.slice(-LISTED).map(({ request, answer, ...entry }) => ({
    ...entry,
    refused: entry.refused && [entry.refused, ...reasons(answer ?? {})].join(': '),
    about: about(world, { direction: entry.direction, request }),
  }));
}

/** One request with everything that travelled, by its number. */
export function wholeTraffic(world: World, number: number): Traffic | undefined {
  return world.traffic.find((entry) => entry.number === number);
}

/** What Slack says besides the error: what is wrong with which block, or which scope is missing. */
function reasons(answer: JsonObject): readonly string[] {
  const messages = listOf(objectOf(answer['response_metadata'])['messages']).map(textOf);
  return [...messages, textOf(answer['needed'])].filter(Boolean);
}

function about(world: World, { direction, request }: Pick<Traffic, 'direction' | 'request'>): string {
  const words = direction === 'from-app' ? called(world, request) : delivered(world, request);
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
}

function called(world: World, request: JsonObject): string {
  const place = world.channels.get(textOf(request['channel']))?.name ?? textOf(request['channel']);
  const to = nameOf(world, textOf(request['user']) || textOf(request['user_id']));
  const view = objectOf(objectOf(request['view'])['title'])['text'];
  return [place && `#${place}`, to && `@${to}`, textOf(view), textOf(request['text'])].filter(Boolean).join(' · ');
}

function delivered(world: World, request: JsonObject): string {
  const event = objectOf(request['event']);
  const user = isObject(request['user']) ? textOf(request['user']['id']) : textOf(request['user_id']);
  const name = nameOf(world, user || textOf(event['user']));
  const action = objectsOf(request['actions'])[0];
  const what = textOf(objectOf(action?.['text'])['text']) || textOf(request['text']) || textOf(event['text']);
  return [name && `@${name}`, what].filter(Boolean).join(' · ');
}

function nameOf(world: World, id: string): string {
  return world.people.get(id)?.name ?? id;
}
