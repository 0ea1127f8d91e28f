import { z } from 'zod';
import { SomeTime } from './duration.ts';
import { EnvRef } from './registry-schema.ts';
import { code } from './words.ts';

const hour = 3_600_000;

/** How long something may take that nobody has to wait for. */
export const LongTime = SomeTime.default(24 * hour);

/** An address over http or https that holds neither secret nor fragment. */
export function address(words: string, schemes = /^https?:$/) {
  return z.string(words).refine((text) => {
    const url = URL.parse(text);
    return url !== null && schemes.test(url.protocol) && !(url.username || url.password || url.search || url.hash);
  }, words);
}

/** What may be filled into a command; `version` is what a validation looks at. */
export const filledIn = {
  trainer: ['commit', 'environment', 'release', 'model', 'attempt'],
  validate: ['commit', 'environment', 'release', 'model', 'attempt', 'version'],
} as const;

const argvWords =
  'not a program with its arguments. Write a list, for example `[./scripts/train.sh, "{environment}", "{commit}", "{release}"]`: no shell reads it.';

/** A program and its arguments. */
export function argv(placeholders: readonly string[]) {
  return z
    .array(z.string(argvWords), argvWords)
    .min(1, argvWords.replace(/^.*?arguments/, 'empty'))
    .superRefine((parts, context) => {
      parts.forEach((part, at) => {
        const message = wrongPart(part, at, placeholders);
        if (message !== null) context.addIssue({ code: 'custom', path: [at], message });
      });
    });
}

function wrongPart(part: string, at: number, placeholders: readonly string[]): string | null {
  if (at === 0 && part.trim() === '') return 'no program. Write its name, or its path in the repository.';
  if (part.includes('\0')) return 'not a text: it holds a zero byte. Leave that out.';
  const stranger = [...part.matchAll(/\{([^{}]*)\}/g)].find(([, name = '']) => !placeholders.includes(name));
  if (stranger === undefined) return null;
  const known = placeholders.map((name) => code(`{${name}}`)).join(', ');
  return `not an argument: nothing is filled in for ${code(stranger[0])}. Write one of ${known}.`;
}

const folderWords = 'not a folder. Write its whole path, beginning with `/`.';

/** A folder of the worker's machine. */
export const Folder = z.string(folderWords).regex(/^\/[^\0]*$/, folderWords);

const repositoryWords =
  'not a repository that git reaches. Write `https://git.example/acme/churn.git`, `git@git.example:acme/churn.git` or the whole path of a folder, without user and password.';

/** Where git finds commits. Nothing that git could take for an option or for a program to run. */
export const GitRepository = z.string(repositoryWords).refine(isRepository, repositoryWords);

function isRepository(text: string): boolean {
  if (text.startsWith('/')) return !text.includes('\0');
  if (/^[\w.-]+@[\w.-]+:[\w./~-]+$/.test(text)) return true;
  const url = URL.parse(text);
  if (url === null || url.password || url.search || url.hash) return false;
  return /^(https?|file):$/.test(url.protocol) ? url.username === '' : url.protocol === 'ssh:';
}

const pathWords =
  'not where programs are looked for. Write whole paths with `:` between, `/usr/local/bin:/usr/bin:/bin`.';

/** Where programs are looked for. */
export const ProgramPath = z
  .string(pathWords)
  .regex(/^\/[^:\0]*(:\/[^:\0]*)*$/, pathWords)
  .default('/usr/local/bin:/usr/bin:/bin');

const units: Readonly<Record<string, number>> = { kB: 1e3, KB: 1e3, MB: 1e6, KiB: 2 ** 10, MiB: 2 ** 20 };
const logWords = 'not a size. Write how much of the output is kept, for example `1MB`; 10MB at most.';

/** How much of an output is kept, in bytes. */
export const LogSize = z
  .string(logWords)
  .regex(/^[1-9]\d{0,4}(kB|KB|MB|KiB|MiB)$/, logWords)
  .transform((text) => Number.parseInt(text, 10) * (units[text.replace(/^\d+/, '')] ?? Number.NaN))
  .pipe(z.number().max(10e6, logWords))
  .default(1e6);

/** A secret, or none. */
export const MaybeSecret = EnvRef.optional().transform((reference) => reference ?? null);
