import { type Document, isScalar, type LineCounter, visit, type YAMLError } from 'yaml';
import type { z } from 'zod';
import { type Path, place } from './places.ts';
import { code } from './words.ts';

/** Something wrong with a policy file: where, what, and what to write instead. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly words: string;
}

/** A problem as a check finds it, before it is known where that stands in the file. */
export interface Found {
  readonly path: Path;
  readonly at: 'key' | 'value';
  readonly words: string;
  /** What it is measured against, elsewhere in the policy. */
  readonly see?: Path;
}

/** One line for people, in the form that editors can jump to. */
export function problemText({ file, line, col, words }: Problem): string {
  return `${file}:${line}:${col}: ${words}`;
}

/** What a schema found, in words that name the place in the document and, but for secrets, what stands there. */
export function foundBy(issues: readonly z.core.$ZodIssue[], document: Document): Found[] {
  return issues.flatMap((issue) => translate(issue, [], document));
}

/** What the YAML parser itself could not read. */
export function syntaxProblem(error: YAMLError, lines: LineCounter, file: string): Problem {
  return { file, ...place(lines, error.pos[0]), words: syntaxWords(error) };
}

/** A name that stands for another part of the file: what a rule says must be readable where it is. */
export function aliasProblems(document: Document, lines: LineCounter, file: string): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Alias(_, { source, range }) {
      const words = `\`*${source}\` stands for another part of the file. Write that part out here.`;
      problems.push({ file, ...place(lines, range?.[0] ?? 0), words });
    },
  });
  return problems;
}

/** Halves of characters, which escapes can write and nothing can keep. */
export function brokenText(document: Document, lines: LineCounter, file: string): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Scalar(_, { value, range }) {
      if (typeof value !== 'string' || value.isWellFormed()) return;
      problems.push({
        file,
        ...place(lines, range?.[0] ?? 0),
        words: 'this holds half a character. Write the whole one.',
      });
    },
  });
  return problems;
}

function syntaxWords({ code: kind, message }: YAMLError): string {
  if (kind === 'DUPLICATE_KEY') return 'this key is written twice in one place. Keep one of the two.';
  if (kind === 'BAD_SCALAR_START')
    return 'a word cannot begin with this character. Put it in quotes, for example "@ml-oncall".';
  if (kind === 'TAB_AS_INDENT') return 'a tab is used to indent. Write spaces.';
  if (kind === 'MULTIPLE_DOCS') return 'there is a second document in the file. Keep one, without `---` between.';
  return `this is not YAML: ${message.split('\n')[0]?.replace(/\.$/, '')}. Check indentation, brackets and quotes here.`;
}

function translate(issue: z.core.$ZodIssue, above: Path, document: Document): Found[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key, index) => unknown(path, key, issue.message.split('\n')[index] ?? ''));
  if (issue.code === 'custom' && issue.params?.['key'])
    return [{ path, at: 'key', words: `${name(path.slice(0, -1))}: ${issue.message}` }];
  if (issue.code === 'invalid_key')
    return [{ path, at: 'key', words: `${name(path)}: the name is ${issue.issues[0]?.message ?? issue.message}` }];
  const branch = issue.code === 'invalid_union' ? meantBranch(issue.errors) : null;
  if (branch) return branch.flatMap((inner) => translate(inner, path, document));
  return [{ path, at: 'value', words: valueWords(path, document, issue.message) }];
}

function unknown(path: Path, key: string, words: string): Found {
  return { path: [...path, key], at: 'key', words: `${name(path)}: ${words}` };
}

/** The alternative that somebody meant is the one whose own form fits, so that only what is inside it is wrong. */
function meantBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | null {
  const misfit = new Set<string>([
    'invalid_type',
    'invalid_value',
    'unrecognized_keys',
    'custom',
    'invalid_format',
    'invalid_union',
  ]);
  return (
    branches.find((issues) => !issues.some(({ path, code: kind }) => path.length === 0 && misfit.has(kind))) ?? null
  );
}

function valueWords(path: Path, document: Document, message: string): string {
  const value = document.getIn(path, true);
  if (value === undefined) return `${name(path)} is missing. ${message.slice(message.indexOf('. ') + 2)}`;
  if (isScalar(value) && value.value === null)
    return `${name(path)} is empty. ${message.slice(message.indexOf('. ') + 2)}`;
  const what =
    isScalar(value) && !isSecret(path) && value.value !== ''
      ? `${code(String(value.source ?? value.value))} is `
      : 'this is ';
  return `${name(path)}: ${what}${message}`;
}

/** What says how something works, and holds no secret even by mistake. */
const plain = new Set([
  'github-actions',
  'databricks-job',
  'folder',
  'path',
  'timeout',
  'log',
  'ref',
  'on-rollback',
  'private',
]);

/** Where secrets stand, or may have been written by mistake, nothing is repeated. */
function isSecret(path: Path): boolean {
  const [section, , field] = path;
  if (section === 'alerts') return field === 'auth';
  if (section === 'prometheus') return true;
  if (section === 'git') return field === 'token' || field === 'api';
  if (section === 'registries') return field !== 'kind' && field !== 'ca';
  const works = path.findIndex((step) => ['trainer', 'validate', 'serving', 'variables'].includes(String(step)));
  if (works >= 0 && works < path.length - 1) return !plain.has(String(path.at(-1)));
  return path.includes('gates') && ['secret', 'http', 'pipeline', 'table'].includes(String(path.at(-1)));
}

/** "environments.production.approvals, entry 2, min". */
function name(path: Path): string {
  const texts = path.map((step, index) => {
    if (typeof step === 'number') return `, entry ${step + 1}`;
    return `${typeof path[index - 1] === 'number' ? ', ' : '.'}${step}`;
  });
  return path.length === 0 ? 'the policy' : texts.join('').slice(1);
}
