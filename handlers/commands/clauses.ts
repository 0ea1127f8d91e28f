import { type Clause, type Flag, flags, rowOf, type Verb } from './grammar.ts';
import { type Problem, reasonLimit } from './misunderstood.ts';
import { words } from './typed-text.ts';

export interface Clauses {
  /** Words before the first clause. */
  readonly before: readonly string[];
  readonly environment: string | null;
  readonly until: string | null;
  readonly on: string | null;
  /** A commit or tag. */
  readonly at: string | null;
  /** A version that was trained before, as typed. */
  readonly reuse: string | null;
  readonly flags: readonly Flag[];
  readonly reason: string | null;
}

const becauseClause = /(?:^|[\s,;])["'‐-―-]*because(?:[:,;]|\b)(?!["'@-])\s*/iu;

/** Cuts what follows the verb into its clauses. The reason is kept as typed; the rest is words. */
export function clausesOf(verb: Verb, text: string): Clauses | Problem {
  const row = rowOf(verb);
  const because = row.reason === 'none' ? null : becauseClause.exec(text);
  const reason = because ? text.slice(because.index + because[0].length).trim() : '';
  if ([...reason].length > reasonLimit) return { kind: 'reason-too-long', length: [...reason].length };
  const found = cut(row.clauses, words(because ? text.slice(0, because.index) : text).flatMap(apart));
  if ('kind' in found) return found;
  const needed = row.reason === 'required' ? !found.flags.includes('rehearse') : found.reuse !== null;
  if (needed && reason === '') return { kind: 'reason-missing' };
  return { ...found, reason: reason === '' ? null : reason };
}

/** `reuse @14` and `at @v1.4` arrive as one word. */
function apart(word: string, index: number): readonly string[] {
  const [, name, rest] = index === 0 ? [] : (/^(-*(?:reuse|at))@(.+)$/i.exec(word) ?? []);
  return name === undefined || rest === undefined ? [word] : [name, rest];
}

interface Said {
  readonly before: string[];
  readonly clauses: Partial<Record<Clause, string[]>>;
}

function cut(clauses: Readonly<Record<string, Clause>>, rest: readonly string[]): Omit<Clauses, 'reason'> | Problem {
  const said: Said = { before: [], clauses: {} };
  let into = said.before;
  for (const word of rest) {
    const clause = rest.length === 1 ? null : clauseOf(clauses, word);
    if (clause === null) into.push(word);
    else if (said.clauses[clause]) return { kind: 'said-twice', asked: word };
    else into = opened(said, clause, into);
  }
  return checked(said);
}

/** What follows a word that stands alone belongs to what was before it. */
function opened({ clauses }: Said, clause: Clause, into: string[]): string[] {
  const words: string[] = [];
  clauses[clause] = words;
  return flags.some((flag) => flag === clause) ? into : words;
}

function clauseOf(clauses: Readonly<Record<string, Clause>>, word: string): Clause | null {
  const name = word.toLowerCase().replace(/^-+/, '');
  return Object.hasOwn(clauses, name) ? (clauses[name] ?? null) : null;
}

const valued = ['environment', 'until', 'on', 'at', 'reuse'] as const;
const ofOneWord = ['environment', 'at', 'reuse'] as const;

function checked({ before, clauses }: Said): Omit<Clauses, 'reason'> | Problem {
  const empty = valued.find((clause) => clauses[clause]?.length === 0);
  if (empty !== undefined) return { kind: 'clause-empty', clause: empty };
  const said = { ...clauses, at: commitIn(clauses.at) };
  const left = ofOneWord.map((clause) => said[clause]?.[1]).find((word) => word !== undefined);
  if (left !== undefined) return { kind: 'extra-words', asked: left };
  const [environment, at, reuse] = ofOneWord.map((clause) => said[clause]?.[0]?.replace(/^@/, '') ?? null);
  if (/^v?\d+$/i.test(environment ?? '')) return { kind: 'version-without-at', asked: environment ?? '' };
  return {
    before,
    environment: environment ?? null,
    until: clauses.until?.join(' ') ?? null,
    on: clauses.on?.join(' ') ?? null,
    at: at ?? null,
    reuse: reuse ?? null,
    flags: flags.filter((flag) => clauses[flag] !== undefined),
  };
}

/** `at commit abc1234` and `at tag v1.4` say the same without the word. */
function commitIn(said: readonly string[] = []): readonly string[] {
  return said.length > 1 && /^(commit|tag)$/i.test(said[0] ?? '') ? said.slice(1) : said;
}
