import { type Clause, rowOf, type Verb } from './grammar.ts';
import { type Problem, reasonLimit } from './misunderstood.ts';
import { words } from './typed-text.ts';

export interface Clauses {
  /** Words before the first clause. */
  readonly before: readonly string[];
  readonly environment: string | null;
  readonly until: string | null;
  readonly on: string | null;
  readonly reason: string | null;
}

const becauseClause = /(?:^|[\s,;])["'‐-―-]*because(?:[:,;]|\b)(?!["'@-])\s*/iu;

/** Cuts what follows the verb into its clauses. The reason is kept as typed; the rest is words. */
export function clausesOf(verb: Verb, text: string): Clauses | Problem {
  const row = rowOf(verb);
  const because = row.reason === 'none' ? null : becauseClause.exec(text);
  const reason = because ? text.slice(because.index + because[0].length).trim() : '';
  if (row.reason === 'required' && reason === '') return { kind: 'reason-missing' };
  if ([...reason].length > reasonLimit) return { kind: 'reason-too-long', length: [...reason].length };
  const rest = words(because ? text.slice(0, because.index) : text);
  const found = cut(row.clauses, rest);
  return 'kind' in found ? found : { ...found, reason: reason === '' ? null : reason };
}

function cut(clauses: Readonly<Record<string, Clause>>, rest: readonly string[]): Omit<Clauses, 'reason'> | Problem {
  const before: string[] = [];
  const said: Partial<Record<Clause, string[]>> = {};
  let into = before;
  for (const [index, word] of rest.entries()) {
    const clause = index === 0 && before.length === 0 && rest.length === 1 ? null : clauseOf(clauses, word);
    if (clause !== null) {
      if (said[clause]) return { kind: 'said-twice', asked: word };
      into = said[clause] = [];
    } else into.push(word);
  }
  return checked(before, said);
}

function clauseOf(clauses: Readonly<Record<string, Clause>>, word: string): Clause | null {
  const name = word.toLowerCase().replace(/^-+/, '');
  return Object.hasOwn(clauses, name) ? (clauses[name] ?? null) : null;
}

function checked(
  before: readonly string[],
  said: Partial<Record<Clause, string[]>>,
): Omit<Clauses, 'reason'> | Problem {
  for (const clause of ['environment', 'until', 'on'] as const) {
    if (said[clause]?.length === 0) return { kind: 'clause-empty', clause };
  }
  const [environment, extra] = said.environment ?? [];
  if (extra !== undefined) return { kind: 'extra-words', asked: extra };
  if (environment !== undefined && /^@?v?\d+$/i.test(environment))
    return { kind: 'version-without-at', asked: environment };
  return {
    before,
    environment: environment?.replace(/^@/, '') ?? null,
    until: said.until?.join(' ') ?? null,
    on: said.on?.join(' ') ?? null,
  };
}
