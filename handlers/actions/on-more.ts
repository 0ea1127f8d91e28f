import type { MoreVerb } from '../../blocks/actions.ts';
import type { ReleaseId, ShortDigest } from '../../src/release/ids.ts';
import type { OnPress } from '../pressing.ts';

/** What an entry is about; `seen` is the evidence that the card showed, where it is a decision on it. */
export interface Chosen {
  readonly release: ReleaseId;
  readonly seen?: ShortDigest | undefined;
}

/** What the entries of a card's overflow menu do: the same as the buttons of the same name. */
export type More = Readonly<Record<MoreVerb, OnPress<Chosen>>>;

/** Hands an entry of the overflow menu to what its button would do. */
export function onMore(more: More): OnPress<Chosen & { readonly verb: MoreVerb }> {
  return (deps, click, { verb, ...chosen }) => more[verb](deps, click, chosen);
}

/** The button of the same name, which carries the evidence under its own name. */
export function onSeen(
  press: OnPress<Chosen>,
): OnPress<{ readonly release: ReleaseId; readonly evidence: ShortDigest }> {
  return (deps, click, { release, evidence }) => press(deps, click, { release, seen: evidence });
}
