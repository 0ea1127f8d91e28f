import type { Mention, People } from '../blocks/leaves.ts';
import { PersonId } from '../src/release/ids.ts';
import type { SlackDirectory } from './directory.ts';

const mostNames = 60;

/** Names of everybody in something that is about to be drawn, so that naming somebody rings nobody. */
export async function peopleIn(
  directory: Pick<SlackDirectory, 'name'>,
  drawn: unknown,
  mentions: readonly Mention[] = [],
): Promise<People> {
  const ids = [...new Set(idsIn(drawn))].slice(0, mostNames);
  const names = await Promise.all(ids.map(async (id) => [id, await directory.name(id)] as const));
  return { names: new Map(names), mentions };
}

/** Every Slack user id that stands anywhere in a value. */
function idsIn(value: unknown): readonly PersonId[] {
  if (typeof value === 'string') return looksLikePerson(value) ? [PersonId.parse(value)] : [];
  if (typeof value !== 'object' || value === null) return [];
  const inside = value instanceof Map ? [...value.entries()].flat() : Object.values(value);
  return inside.flatMap(idsIn);
}

function looksLikePerson(text: string): boolean {
  return /^[UW][A-Z0-9]{2,20}$/.test(text);
}
