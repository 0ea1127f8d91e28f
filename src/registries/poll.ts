import type { RegisteredModel } from '../ports.ts';
import type { SeenModel } from '../ports-store.ts';
import type { Delivery, Request } from '../release/command.ts';
import { Version } from '../release/ids.ts';
import { commandId } from './command-id.ts';

type Seen = ReadonlyMap<string, SeenModel>;

export interface Changes {
  /** What is new since `before`, to be taken into the inbox first. */
  readonly deliveries: readonly Delivery[];
  /** What is known now, to be put into the book after that, against `before`. */
  readonly seen: Seen;
}

/** Of a burst, only the newest versions are told: a model that arrives with a thousand versions is one model that arrived. */
const mostVersions = 20;

/**
 * What a look at a registry found. Nothing on the first contact (`before` is null): what existed opens nothing.
 *
 * The same fact is told once, however many look: ids are made of the fact and of what was known before it. Two pollers that read
 * one book make the same ids, and the inbox takes each once; the book is only put forward after the inbox has them, so a poller
 * that dies between the two is made up for by the next, with the same ids. A webhook says where to look: scan or read that one
 * model and give it as `after`; models that are not in `after` stay as they were (a page may skip one), and what was told then
 * is in the book for every later poll. `moves` numbers a model's alias moves, so that there and back and there again is three.
 */
export function changes(
  registry: string,
  before: Seen | null,
  after: readonly RegisteredModel[],
  now: number,
): Changes {
  const seen = new Map(before ?? []);
  const deliveries: Delivery[] = [];
  for (const model of after) {
    const known = seen.get(model.name) ?? unseen;
    const moved = before === null ? [] : aliasMoves(known, model);
    seen.set(model.name, {
      newest: model.newest,
      aliases: Object.fromEntries(model.aliases),
      moves: known.moves + moved.length,
    });
    if (before === null) continue;
    deliveries.push(...newVersions(known, model).map((version) => registered(registry, model.name, version, now)));
    deliveries.push(...moved.map((move, index) => movedTo(registry, model.name, move, known.moves + index + 1, now)));
  }
  return { deliveries, seen };
}

const unseen: SeenModel = { newest: null, aliases: {}, moves: 0 };

function newVersions({ newest: known }: SeenModel, { newest }: RegisteredModel): readonly Version[] {
  const last = Number(newest ?? 0);
  const first = Math.max(Number(known ?? 0), last - mostVersions) + 1;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => Version.parse(String(first + index)));
}

interface AliasMove {
  readonly alias: string;
  readonly from: Version | null;
  readonly to: Version | null;
}

function aliasMoves({ aliases: before }: SeenModel, { aliases: after }: RegisteredModel): readonly AliasMove[] {
  return [...new Set([...Object.keys(before), ...after.keys()])]
    .sort()
    .map((alias) => ({
      alias,
      from: (Object.hasOwn(before, alias) ? before[alias] : null) ?? null,
      to: after.get(alias) ?? null,
    }))
    .filter(({ from, to }) => from !== to);
}

function registered(registry: string, name: string, version: Version, at: number): Delivery {
  const request: Request = { kind: 'version-registered', registry, name, version };
  return delivery(registry, `poll:${registry}:${name}:v${version}`, request, at);
}

function movedTo(registry: string, name: string, { alias, from, to }: AliasMove, seq: number, at: number): Delivery {
  const request: Request = { kind: 'alias-moved', registry, name, alias, version: to };
  return delivery(registry, `poll:${registry}:${name}:${alias}:${from ?? 'none'}-${to ?? 'none'}:${seq}`, request, at);
}

function delivery(registry: string, id: string, request: Request, at: number): Delivery {
  return { id: commandId(id), at, by: { kind: 'registry', name: registry }, where: null, request };
}
