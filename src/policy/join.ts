import type { z } from 'zod';
import { matchesAny } from '../release/pattern.ts';
import { folderOf, includes } from './bundle.ts';
import type { RootNames } from './effect-of.ts';
import type { Path } from './places.ts';
import { type Found, foundBy, type Problem } from './problems.ts';
import { danglingGroups } from './references.ts';
import { type Policy, PolicyFile } from './schema.ts';
import { located, type Source } from './source.ts';
import { Pattern, TeamFile } from './teams-schema.ts';
import { entriesOf, namesIn, valueAt, walk } from './walk.ts';
import { code, didYouMean } from './words.ts';

/** All files of a policy as one: what they say together, and which file said what. */
export interface Joined {
  readonly sources: readonly [Source, ...Source[]];
  /** The root file with the groups and models of all teams' files. */
  readonly raw: unknown;
  /** Null when a file has another form than it should. */
  readonly policy: Policy | null;
  readonly root: RootNames;
  readonly problems: readonly Problem[];
}

/** True for a file that has nothing to join. */
export function unjoined({ raw, problems }: Source): boolean {
  return raw === undefined && problems.length > 0;
}

/** Joins the root file with the teams' files; `sources` has the root first. */
export function join(sources: readonly [Source, ...Source[]]): Joined {
  const [root, ...files] = sources;
  const main = understood(root, PolicyFile);
  const teams = files.map((source) => ({ source, ...understood(source, TeamFile) }));
  const clashes = files.flatMap((source, at) =>
    located([...twice(source, [root, ...files.slice(0, at)]), ...notTheirs(source, root)], () => source),
  );
  const idle = located([...emptyPatterns(root, files), ...borrowedGroups(root, files)], () => root);
  const problems = [...main.problems, ...idle, ...teams.flatMap((team) => team.problems), ...clashes];
  const named = { groups: new Set(namesIn(root.raw, 'groups')), models: new Set(namesIn(root.raw, 'models')) };
  return { sources, raw: joinedRaw(root, files), policy: joinedPolicy(main.data, teams), root: named, problems };
}

/** A team's file that stands where the whole should. */
export function teamsFileAlone(root: Source): Problem[] {
  const is = valueAt(root.raw, ['team']) !== undefined && valueAt(root.raw, ['environments']) === undefined;
  const words = 'this is the file of a team, which is checked with the others. Name the file that includes it.';
  return is ? located([{ path: ['team'], at: 'key', words }], () => root) : [];
}

/** Which file a path of the joined document stands in. */
export function joinedSource({ sources: [root, ...files] }: Joined): (path: Path) => Source {
  return (path) => {
    const isTheirs = path.length > 1 && (path[0] === 'models' || path[0] === 'groups');
    const held = isTheirs && valueAt(root.raw, path.slice(0, 2)) === undefined;
    return (held ? files.find(({ raw }) => valueAt(raw, path.slice(0, 2)) !== undefined) : undefined) ?? root;
  };
}

function understood<S extends z.ZodType>(
  source: Source,
  schema: S,
): { readonly data: z.output<S> | null; readonly problems: readonly Problem[] } {
  const result = schema.safeParse(source.raw);
  if (result.success) return { data: result.data, problems: [] };
  return { data: null, problems: located(foundBy(result.error.issues, source.document), () => source) };
}

/** A name may stand once in all files: nobody changes what others wrote. */
function twice({ raw }: Source, before: readonly Source[]): Found[] {
  return ['groups', 'models'].flatMap((section) =>
    entriesOf(valueAt(raw, [section])).flatMap(([name]): Found[] => {
      const other = before.find((one) => valueAt(one.raw, [section, name]) !== undefined);
      if (other === undefined) return [];
      const what = section === 'groups' ? 'group' : 'model';
      const words = `${other.name} has a ${what} ${code(name)} already. Give this one another name.`;
      return [{ path: [section, name], at: 'key', words }];
    }),
  );
}

/** A pattern that brings nothing is a mistake in the pattern, or files that did not come along. */
function emptyPatterns(root: Source, files: readonly Source[]): Found[] {
  const written = [...walk(root.raw, 'include.#'), ...walk(root.raw, 'include')];
  const names = files.map(({ name }) => name.slice(folderOf(root.name).length));
  return written.flatMap(({ path, value }): Found[] => {
    if (!Pattern.safeParse(value).success || typeof value !== 'string') return [];
    if (names.some((name) => includes(value, name))) return [];
    const words = `no file is meant by ${code(value)}. Write a path below the folder of ${root.name}, with \`*\` for any part of a name.`;
    return [{ path, at: 'value', words }];
  });
}

/** Who decides for all is not for a team to say: the root file's rules name its own groups. */
function borrowedGroups(root: Source, files: readonly Source[]): Found[] {
  return danglingGroups(root.raw).flatMap(({ path, name }): Found[] => {
    const lender = files.find(({ raw }) => namesIn(raw, 'groups').includes(name));
    if (lender === undefined) return [];
    const words = `the group ${code(name)} is that of ${lender.name}, where others may change it. Write a group of this file.`;
    return [{ path, at: 'value', words }];
  });
}

/** A file speaks for the team that it names, and the root file says which models are that team's. */
function notTheirs({ raw }: Source, root: Source): Found[] {
  const team = valueAt(raw, ['team']);
  if (typeof team !== 'string') return [];
  const known = namesIn(root.raw, 'teams');
  if (!known.includes(team)) {
    const words = `there is no team ${code(team)} in ${root.name}. ${didYouMean(team, known)}`;
    return [{ path: ['team'], at: 'value', words }];
  }
  const globs = walk(root.raw, `teams.*.models.#`).filter(({ path }) => path[1] === team);
  const patterns = globs.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  if (patterns.length === 0) return [];
  const strangers = namesIn(raw, 'models').filter((model) => !matchesAny(patterns, model));
  return strangers.map((model) => ({
    path: ['models', model],
    at: 'key',
    words: `${code(model)} is none of the models of team ${code(team)}, which are ${patterns.map(code).join(', ')}. Give it another name, or have ${root.name} name it under ${code(`teams.${team}.models`)}.`,
  }));
}

function joinedRaw({ raw }: Source, files: readonly Source[]): unknown {
  if (files.length === 0) return raw;
  const all = [raw, ...files.map((file) => file.raw)];
  const section = (name: string) => firstOfEach(all.flatMap((one) => entriesOf(valueAt(one, [name]))));
  return { ...Object.fromEntries(entriesOf(raw)), groups: section('groups'), models: section('models') };
}

/** Where two files say something under one name, the first one counts; that there are two is told elsewhere. */
function firstOfEach(entries: readonly (readonly [string, unknown])[]): object {
  const first = new Map<string, unknown>();
  for (const [name, value] of entries) if (!first.has(name)) first.set(name, value);
  return Object.fromEntries(first);
}

function joinedPolicy(main: Policy | null, teams: readonly { readonly data: TeamFile | null }[]): Policy | null {
  if (main === null || teams.some(({ data }) => data === null)) return null;
  if (teams.length === 0) return main;
  return {
    ...main,
    groups: { ...main.groups, ...merged(teams.map(({ data }) => data?.groups ?? {})) },
    models: { ...main.models, ...merged(teams.map(({ data }) => data?.models ?? {})) },
  };
}

function merged<V>(records: readonly Readonly<Record<string, V>>[]): Record<string, V> {
  return Object.fromEntries(records.flatMap((record) => Object.entries(record)));
}
