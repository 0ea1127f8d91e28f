import type { Call } from '../ports.ts';

/** Finds the full commit that people's words mean, as the repository is now; null when they mean none. Throws `ReleaseError` when it could not find out. */
export type CommitNamed = (words: string, call: Call) => Promise<string | null>;

/** Where words are looked for: among tags, among branches, among hashes. Of the same name a tag counts more than a branch. */
export type Place = { readonly kind: 'tag' | 'branch' | 'hash'; readonly name: string };

const full = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const short = /^[0-9a-f]{7,64}$/;
/** Narrower than git's own rules: nothing in it could be an option, a range or a way to another ref. */
const ref = /^[\p{L}\p{N}][\p{L}\p{N}._+/#-]{0,199}$/u;
const never = /\.\.|\/\/|\/\.|\.lock(\/|$)|[./]$/;

/** Checks the words before anybody is asked: a full hash means itself, and what can name nothing means nothing. */
export function commitNamed(find: (places: readonly Place[], call: Call) => Promise<string | null>): CommitNamed {
  return async (words, call) => {
    if (full.test(words)) return words;
    if (!ref.test(words) || never.test(words)) return null;
    const hash = short.test(words) ? [{ kind: 'hash' as const, name: words }] : [];
    const found = await find([{ kind: 'tag', name: words }, { kind: 'branch', name: words }, ...hash], call);
    return found !== null && full.test(found) ? found : null;
  };
}
