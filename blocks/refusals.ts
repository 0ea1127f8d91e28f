import type { Refusal } from '../src/release/outcome.ts';
import type { Line } from '../src/release/view-words.ts';
import type { RefusalWords } from './refusal-words.ts';
import { askingRefusals } from './refusals-asking.ts';
import { decidingRefusals } from './refusals-deciding.ts';
import { incidentRefusals } from './refusals-incidents.ts';
import { namingRefusals } from './refusals-naming.ts';
import { reviewingRefusals } from './refusals-reviewing.ts';

const words: RefusalWords<Refusal['kind']> = {
  ...namingRefusals,
  ...askingRefusals,
  ...decidingRefusals,
  ...reviewingRefusals,
  ...incidentRefusals,
};

/** A no in words that say what would work. */
export function refusalWords(refusal: Refusal): Line {
  return say(refusal);
}

function say<K extends Refusal['kind']>(refusal: Extract<Refusal, { kind: K }> & { readonly kind: K }): Line {
  const tell: (refusal: Extract<Refusal, { kind: K }>) => Line = words[refusal.kind];
  return tell(refusal);
}
