import type { VersionRef } from '../../src/release/command.ts';
import type { Version } from '../../src/release/ids.ts';
import { type Clauses, clausesOf } from './clauses.ts';
import { rowOf, type Verb, verbOf, verbs } from './grammar.ts';
import type { Misunderstood, Problem } from './misunderstood.ts';
import { nearest } from './nearest.ts';
import { plainText, words } from './typed-text.ts';
import { looksLikeVersion, versionRef } from './version-ref.ts';
import { parseWhen, type When } from './when.ts';

/** A command as typed, understood as far as words go; nobody has looked yet whether its model or environment exists. */
export type Parsed =
  | {
      readonly verb: 'promote';
      readonly model: string;
      readonly version: VersionRef | null;
      readonly environment: string | null;
      readonly reason: string | null;
      /** A commit or tag in place of a version. */
      readonly at?: string;
      readonly reuse?: Version;
    }
  | {
      readonly verb: 'rollback';
      readonly model: string;
      readonly version: Version | null;
      readonly environment: string | null;
      readonly reason: string;
      readonly rehearse?: true;
      readonly retrain?: true;
    }
  | {
      readonly verb: 'trace';
      readonly model: string;
      readonly version: Version | null;
      readonly environment: string | null;
      readonly at: string | null;
    }
  | {
      readonly verb: 'break-glass';
      readonly model: string;
      readonly version: VersionRef | null;
      readonly environment: string | null;
      readonly reason: string;
    }
  | {
      readonly verb: 'check';
      readonly model: string;
      readonly version: VersionRef | null;
      readonly environment: string | null;
    }
  | { readonly verb: 'retrain'; readonly model: string; readonly environment: string | null; readonly reason: string }
  | { readonly verb: 'policy'; readonly model: string; readonly environment: string | null }
  | { readonly verb: 'status'; readonly model: string | null }
  | { readonly verb: 'history'; readonly model: string; readonly environment: string | null; readonly on: When | null }
  | { readonly verb: 'show'; readonly model: string; readonly version: VersionRef | null }
  | { readonly verb: 'pending' }
  | { readonly verb: 'help'; readonly topic: Verb | null }
  | { readonly verb: 'pause'; readonly scope: string; readonly until: When | null; readonly reason: string }
  | { readonly verb: 'resume'; readonly scope: string; readonly reason: string | null };

/** Everything said in one command, before the verb decides what it needs. */
interface Said extends Clauses {
  readonly subject: string | null;
  readonly version: string | null;
}

/** Reads what was typed after the slash command. Never throws: what it cannot read comes back with the reason and the verb. */
export function parseCommand(text: string): Parsed | Misunderstood {
  const plain = plainText(text);
  const begin = plain.replace(/^(["']?)(roll back|break glass)\b/i, (two) => two.replace(' ', '-'));
  const [first, ...rest] = begin.split(' ');
  if (first === undefined || first === '') return { verb: 'help', topic: null };
  const word = words(first)[0] ?? first;
  const verb = verbOf(word);
  if (verb === null) return misunderstood(null, { kind: 'unknown-verb', asked: word, near: nearest(word, verbs) });
  return parseVerb(verb, rest.join(' '));
}

function parseVerb(verb: Verb, text: string): Parsed | Misunderstood {
  const clauses = clausesOf(verb, text);
  if ('kind' in clauses) return misunderstood(verb, clauses);
  const subject = subjectOf(verb, clauses.before);
  if ('kind' in subject) return misunderstood(verb, subject);
  const made = make(verb, { ...clauses, ...subject });
  return 'kind' in made ? misunderstood(verb, made) : made;
}

function subjectOf(verb: Verb, before: readonly string[]): Problem | Pick<Said, 'subject' | 'version'> {
  const [word = '', extra] = before;
  if (extra !== undefined)
    return looksLikeVersion(extra)
      ? { kind: 'version-without-at', asked: extra }
      : { kind: 'extra-words', asked: extra };
  const at = word.lastIndexOf('@');
  const subject = at > 0 ? word.slice(0, at) : word;
  const version = at > 0 ? word.slice(at + 1) : null;
  return unfit(verb, subject, version) ?? { subject: subject || null, version };
}

function unfit(verb: Verb, subject: string, version: string | null): Problem | null {
  const row = rowOf(verb);
  if (row.subject === 'nothing' && subject !== '') return { kind: 'extra-words', asked: subject };
  if (version !== null && row.version === 'none') return { kind: 'no-version-here', asked: version };
  if (subject !== '') return null;
  const missing: Partial<Record<typeof row.subject, Problem>> = {
    model: { kind: 'model-missing' },
    scope: { kind: 'scope-missing' },
  };
  return missing[row.subject] ?? null;
}

/** One maker a verb: what it says, or the problem that is left. */
function make(verb: Verb, said: Said): Parsed | Problem {
  const name = said.subject ?? '';
  const lane = { model: name, environment: said.environment };
  switch (verb) {
    case 'promote':
      return promotion(said);
    case 'rollback':
      return rollback(said);
    case 'trace':
      return said.version !== null && said.at !== null
        ? { kind: 'one-of' }
        : withNumber(said.version, (version) => ({ verb, ...lane, version, at: said.at }));
    case 'break-glass':
      return withVersion(said, (version) => ({ verb, ...lane, version, reason: said.reason ?? '' }));
    case 'check':
      return withVersion(said, (version) => ({ verb, ...lane, version }));
    case 'retrain':
      return { verb, ...lane, reason: said.reason ?? '' };
    case 'policy':
      return { verb, ...lane };
    case 'show':
      return withVersion(said, (version) => ({ verb, model: name, version }));
    case 'status':
      return { verb, model: said.subject };
    case 'history':
      return withTime(said.on, (on) => ({ verb, model: name, environment: said.environment, on }));
    case 'pending':
      return { verb };
    case 'help':
      return helpOn(said.subject);
    case 'pause':
      return withTime(said.until, (until) => ({ verb, scope: name, until, reason: said.reason ?? '' }));
    case 'resume':
      return { verb, scope: name, reason: said.reason };
  }
}

function promotion(said: Said): Parsed | Problem {
  const { subject, environment, reason, at } = said;
  const asked = { verb: 'promote' as const, model: subject ?? '', environment, reason };
  if ([said.version, at, said.reuse].filter((one) => one !== null).length > 1) return { kind: 'one-of' };
  if (at !== null) return { ...asked, version: null, at };
  if (said.reuse === null) return withVersion(said, (version) => ({ ...asked, version }));
  return withNumber(said.reuse, (reuse) => ({ ...asked, version: null, ...(reuse === null ? {} : { reuse }) }));
}

function rollback({ subject, environment, version: typed, reason, flags }: Said): Parsed | Problem {
  const asked = { verb: 'rollback' as const, model: subject ?? '', environment, reason: reason ?? '' };
  if (flags.length > 1) return { kind: 'extra-words', asked: flags[1] ?? '' };
  const how = Object.fromEntries(flags.map((flag) => [flag, true as const]));
  return withNumber(typed, (version) => ({ ...asked, version, ...how }));
}

function helpOn(asked: string | null): Parsed | Problem {
  const topic = asked === null ? null : verbOf(asked);
  if (asked === null || topic !== null) return { verb: 'help', topic };
  return { kind: 'unknown-verb', asked, near: nearest(asked, verbs) };
}

function withVersion(said: Said, use: (version: VersionRef | null) => Parsed): Parsed | Problem {
  const ref = said.version === null ? null : versionRef(said.version);
  return ref !== null && 'asked' in ref ? ref : use(ref);
}

function withNumber(typed: string | null, use: (version: Version | null) => Parsed): Parsed | Problem {
  const ref = typed === null ? null : versionRef(typed);
  if (ref === null) return use(null);
  if ('asked' in ref) return ref;
  return ref.kind === 'number' ? use(ref.version) : { kind: 'number-needed', asked: ref.alias };
}

function withTime(asked: string | null, use: (when: When | null) => Parsed): Parsed | Problem {
  const when = asked === null ? null : parseWhen(asked);
  return asked !== null && when === null ? { kind: 'time-unknown', asked } : use(when);
}

function misunderstood(verb: Verb | null, problem: Problem): Misunderstood {
  return { verb, problem };
}
