import type { TrainingOrder } from '../ports-trainers.ts';

type Named = Pick<TrainingOrder, 'release' | 'attempt' | 'purpose' | 'version'>;

/** An order in one word: `r-0123456789-1` trains, `r-0123456789-v14-1` validates version 14. Two orders never share a name. */
export function orderName({ release, attempt, purpose, version }: Named): string {
  return purpose === 'validate' ? `${release}-v${version}-${attempt}` : `${release}-${attempt}`;
}

/** What an order's name looks like, without its ends. */
export const orderNamePattern = 'r-[0-9a-hjkmnp-tv-z]{10}-(?:v[1-9]\\d{0,9}-)?[1-9]\\d{0,3}';
