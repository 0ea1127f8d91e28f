import type { MoreVerb } from '../../blocks/actions.ts';
import type { ReleaseId } from '../../src/release/ids.ts';
import type { OnPress } from '../pressing.ts';

/** What the entries of a card's overflow menu do: the same as the buttons of the same name. */
export type More = Readonly<Record<MoreVerb, OnPress<{ readonly release: ReleaseId }>>>;

/** Hands an entry of the overflow menu to what its button would do. */
export function onMore(more: More): OnPress<{ readonly verb: MoreVerb; readonly release: ReleaseId }> {
  return (deps, click, { verb, release }) => more[verb](deps, click, { release });
}
