import { partsOf } from './bundle.ts';
import { foundBetween } from './checks.ts';
import { foundInTime, notedInTime } from './dates.ts';
import { foundInEffect } from './effect.ts';
import { type Joined, join, joinedSource, teamsFileAlone, unjoined } from './join.ts';
import type { Problem } from './problems.ts';
import type { Policy } from './schema.ts';
import { located, readSource, type Source } from './source.ts';

export type { Policy } from './schema.ts';

export type Parsed =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const remembered = new Map<string, Policy>();
const mostRemembered = 8;

/** Reads a policy: the policy, or all that is wrong with its files at once. A text that was right before is not read again. */
export function parsePolicy(text: string, file: string): Parsed {
  const known = remembered.get(text);
  if (known) return { ok: true, policy: known };
  const { policy, problems } = read(text, file);
  if (policy === null || problems.length > 0) return { ok: false, problems };
  remember(text, policy);
  return { ok: true, policy };
}

/** A policy with the files that it was read from, to say where something stands. */
export interface ReadPolicy {
  readonly policy: Policy;
  readonly joined: Joined;
}

/** Everything there is to say about a policy that is about to become active. */
export interface Inspected {
  /** All that is wrong, in the order of its files; empty when it can be used. */
  readonly problems: readonly Problem[];
  /** What is right and still worth a look: dates that have passed. */
  readonly notes: readonly Problem[];
  /** Null when it cannot be used. */
  readonly read: ReadPolicy | null;
}

/**
 * Looks at a policy that is about to become active. Beyond what `parsePolicy` finds, it looks at dates from `now` on: an active policy
 * does not become wrong by the passing of time.
 */
export function inspectPolicy(text: string, file: string, now: number): Inspected {
  const { joined, policy, problems } = read(text, file);
  if (joined === null) return { problems, notes: [], read: null };
  const sourceOf = joinedSource(joined);
  const all = inOrder([...problems, ...located(foundInTime(joined.raw, now), sourceOf)], joined.sources);
  if (policy === null || all.length > 0) return { problems: all, notes: [], read: null };
  remember(text, policy);
  return { problems: [], notes: located(notedInTime(joined.raw, now), sourceOf), read: { policy, joined } };
}

/** All that is wrong with a policy that is about to become active, in the order of its files; empty when it can be used. */
export function checkPolicy(text: string, file: string, now: number): readonly Problem[] {
  return inspectPolicy(text, file, now).problems;
}

/** An active policy with its files; null when this version cannot use it. */
export function readPolicy(text: string, file: string): ReadPolicy | null {
  const { policy, joined, problems } = read(text, file);
  return policy === null || joined === null || problems.length > 0 ? null : { policy, joined };
}

interface Read {
  readonly joined: Joined | null;
  readonly policy: Policy | null;
  readonly problems: readonly Problem[];
}

function read(text: string, file: string): Read {
  const [root, ...others] = partsOf(text, file);
  const sources: readonly [Source, ...Source[]] = [readSource(root), ...others.map(readSource)];
  const syntax = sources.flatMap(({ problems }) => problems);
  if (sources.some(unjoined)) return { joined: null, policy: null, problems: inOrder(syntax, sources) };
  const alone = teamsFileAlone(sources[0]);
  if (alone.length > 0) return { joined: null, policy: null, problems: alone };
  const joined = join(sources);
  const between = foundBetween(joined.raw);
  const effect = joined.policy === null || between.length > 0 ? [] : foundInEffect(joined.policy, joined.root);
  const found = located([...between, ...effect], joinedSource(joined));
  return { joined, policy: joined.policy, problems: inOrder([...syntax, ...joined.problems, ...found], sources) };
}

function inOrder(problems: readonly Problem[], sources: readonly Source[]): Problem[] {
  const order = new Map(sources.map(({ name }, at) => [name, at]));
  const file = (problem: Problem) => order.get(problem.file) ?? 0;
  return problems.toSorted((a, b) => file(a) - file(b) || a.line - b.line || a.col - b.col);
}

function remember(text: string, policy: Policy): void {
  const [oldest] = remembered.keys();
  if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest);
  remembered.set(text, policy);
}
