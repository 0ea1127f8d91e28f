import { type Document, LineCounter, parseDocument } from 'yaml';
import type { PolicyPart } from './bundle.ts';
import { type Path, placeOf } from './places.ts';
import { aliasProblems, brokenText, type Found, type Problem, problemText, syntaxProblem } from './problems.ts';

/** One file of the policy as it was read. */
export interface Source {
  readonly name: string;
  readonly document: Document;
  readonly lines: LineCounter;
  /** What the file says, unchecked; undefined when it cannot be read as YAML. */
  readonly raw: unknown;
  readonly problems: readonly Problem[];
}

/** A star where a value may begin. Patterns such as `"recall/*"` are many, and going through a whole document is slow. */
const mayHoldAlias = /(?:^|[\s,:?[{-])\*[^\s*]/m;

/** Reads one file as YAML. */
export function readSource({ name, text }: PolicyPart): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const syntax = [...document.errors, ...document.warnings].map((error) => syntaxProblem(error, lines, name));
  const unreadable = document.errors.some(({ code }) => code !== 'DUPLICATE_KEY');
  const aliases = unreadable || !mayHoldAlias.test(text) ? [] : aliasProblems(document, lines, name);
  const raw: unknown = unreadable || aliases.length > 0 ? undefined : document.toJS();
  const broken = /\\[uU]/.test(text) || !text.isWellFormed() ? brokenText(document, lines, name) : [];
  return { name, document, lines, raw, problems: [...syntax, ...aliases, ...broken] };
}

/** Where something of the policy stands: in which file, on which line. */
export function locate(source: Source, path: Path, at: 'key' | 'value'): Omit<Problem, 'words'> {
  return { file: source.name, ...placeOf(source.document, source.lines, path, at) };
}

/** Gives each problem its place, file by file, in the order of the file, each once. */
export function located(found: readonly Found[], sourceOf: (path: Path) => Source): Problem[] {
  const problems = found.map(({ path, at, words, see }) => ({
    ...locate(sourceOf(path), path, at),
    words: see === undefined ? words : `${words} ${placeText(locate(sourceOf(see), see, 'key'))}`,
  }));
  return [...new Map(problems.map((problem) => [problemText(problem), problem])).values()];
}

function placeText({ file, line }: Omit<Problem, 'words'>): string {
  return `That stands in ${file}:${line}.`;
}
