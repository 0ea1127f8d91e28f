import { type Document, LineCounter, parseDocument } from 'yaml';
import { foundBetween } from './checks.ts';
import { aliasProblems, type Found, foundBy, located, type Problem, syntaxProblem } from './problems.ts';
import { type PolicyFile, PolicyFile as Schema } from './schema.ts';

/** The policy as the file says it; `lanePolicy` adds what it leaves to us. */
export type Policy = PolicyFile;

export type Parsed =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const remembered = new Map<string, Policy>();
const mostRemembered = 8;

/** Reads a policy file: the policy, or all that is wrong with it at once. A text that was right before is not read again. */
export function parsePolicy(text: string, file: string): Parsed {
  const known = remembered.get(text);
  if (known) return { ok: true, policy: known };
  const parsed = read(text, file);
  if (parsed.ok) remember(text, parsed.policy);
  return parsed;
}

/** All that is wrong with a policy file, in the file's order; empty when it can be used. */
export function checkPolicy(text: string, file: string): readonly Problem[] {
  const parsed = parsePolicy(text, file);
  return parsed.ok ? [] : parsed.problems;
}

function read(text: string, file: string): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const syntax = [...document.errors, ...document.warnings].map((error) => syntaxProblem(error, lines, file));
  const unreadable = document.errors.some(({ code }) => code !== 'DUPLICATE_KEY');
  const aliases = unreadable || !text.includes('*') ? [] : aliasProblems(document, lines, file);
  if (unreadable || aliases.length > 0) return { ok: false, problems: [...syntax, ...aliases] };
  const { found, policy } = understand(document);
  const problems = [...syntax, ...located(found, document, lines, file)];
  return policy && problems.length === 0 ? { ok: true, policy } : { ok: false, problems };
}

function understand(document: Document): { readonly found: readonly Found[]; readonly policy: Policy | null } {
  const raw: unknown = document.toJS();
  const result = Schema.safeParse(raw);
  const wrong = result.success ? [] : foundBy(result.error.issues, document);
  return { found: [...wrong, ...foundBetween(raw)], policy: result.success ? result.data : null };
}

function remember(text: string, policy: Policy): void {
  const [oldest] = remembered.keys();
  if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest);
  remembered.set(text, policy);
}
