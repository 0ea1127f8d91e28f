import { limits } from '../../blocks/limits.ts';
import { grammar, rowOf, type Verb, verbs } from './grammar.ts';

/** Why a command could not be read. `asked` is what was typed. */
export type Problem =
  | { readonly kind: 'unknown-verb'; readonly asked: string; readonly near: readonly string[] }
  | { readonly kind: 'model-missing' }
  | { readonly kind: 'scope-missing' }
  | { readonly kind: 'reason-missing' }
  | { readonly kind: 'reason-too-long'; readonly length: number }
  | { readonly kind: 'version-without-at'; readonly asked: string }
  | { readonly kind: 'bad-version'; readonly asked: string }
  | { readonly kind: 'number-needed'; readonly asked: string }
  | { readonly kind: 'no-version-here'; readonly asked: string }
  | { readonly kind: 'clause-empty'; readonly clause: 'environment' | 'until' | 'on' | 'at' | 'reuse' }
  | { readonly kind: 'one-of' }
  | { readonly kind: 'said-twice'; readonly asked: string }
  | { readonly kind: 'extra-words'; readonly asked: string }
  | { readonly kind: 'time-unknown'; readonly asked: string }
  | { readonly kind: 'time-past'; readonly asked: string }
  | { readonly kind: 'zone-unknown' };

/** A command that could not be read; `verb` is null when not even that was clear. */
export interface Misunderstood {
  readonly verb: Verb | null;
  readonly problem: Problem;
}

/** Longest reason in characters, typed or written in a modal. */
export const reasonLimit = limits.reason;

type Words = { readonly [K in Problem['kind']]: (problem: Extract<Problem, { kind: K }>) => string };

const words: Words = {
  'unknown-verb': ({ asked, near }) =>
    near.length > 0
      ? `I do not know “${short(asked)}”. Did you mean ${orList(near)}?`
      : `I do not know “${short(asked)}”.`,
  'model-missing': () => 'Which model? Its name comes right after the verb.',
  'scope-missing': () => 'Which environment or model? Its name comes right after the verb.',
  'reason-missing': () => 'Say why: end with “because” and the reason.',
  'reason-too-long': ({ length }) => `The reason has ${length} characters; ${reasonLimit} fit.`,
  'version-without-at': ({ asked }) =>
    `Write the version with an @ after the model: @${short(asked).replace(/^@?v?/i, '')}.`,
  'bad-version': ({ asked }) =>
    asked === '' ? 'A version or alias goes after the @.' : `“${short(asked)}” is not a version number.`,
  'number-needed': ({ asked }) => `Here the version is a number, not the alias “${short(asked)}”.`,
  'no-version-here': ({ asked }) => `This takes no version, but you wrote @${short(asked)}.`,
  'clause-empty': ({ clause }) =>
    ({
      environment: 'Which environment? Its name goes after “to” or “in”.',
      until: 'Until when?',
      on: 'On which date?',
      at: 'Which commit or tag? It goes after “at”.',
      reuse: 'Reuse which version? Its number goes after “reuse”.',
    })[clause],
  'one-of': () => 'Name one of these: a version after the @, a commit after “at”, or a version to reuse.',
  'said-twice': ({ asked }) => `You said “${short(asked)}” twice; once is enough.`,
  'extra-words': ({ asked }) => `I do not know what to do with “${short(asked)}”.`,
  'time-unknown': ({ asked }) =>
    `I cannot read “${short(asked)}” as a time. These work: 2h, tomorrow 9:00, Mon 08:00, 2026-12-01 08:00, 2026-12-01 08:00 UTC.`,
  'time-past': ({ asked }) => `${asked} is in the past.`,
  'zone-unknown': () =>
    'I could not find out your time zone. Say a duration, such as 2h, or a time with its zone, such as 2026-12-01 08:00 UTC.',
};

/** The sentences that answer it: what was not understood, then what can be written instead. Plain text, with words from outside in it. */
export function misunderstoodText({ verb, problem }: Misunderstood, command: string): string {
  return `${say(problem)} ${verb === null ? `Possible: ${verbs.join(', ')}. See ${command} help.` : `Like this: ${command} ${rowOf(verb).example}`}`;
}

function say<K extends Problem['kind']>(problem: Extract<Problem, { kind: K }>): string {
  const kind: K = problem.kind;
  return words[kind](problem);
}

function orList(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)}` : (names[0] ?? '');
}

function short(text: string): string {
  const points = [...text];
  return points.length > 60 ? `${points.slice(0, 59).join('')}…` : text;
}

/** How each verb is written, for help. */
export function usages(): readonly { readonly verb: Verb; readonly usage: string; readonly example: string }[] {
  return verbs.map((verb) => ({ verb, usage: grammar[verb].usage, example: grammar[verb].example }));
}
