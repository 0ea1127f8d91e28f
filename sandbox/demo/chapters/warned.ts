import { warnForAMonth } from '../policy-text.ts';
import type { Tale } from '../tale.ts';
import { approvedBy, askForProduction, liveInProduction } from './asking.ts';

/** A gate that only warns, until a day: every card says so, and it does not hold the version. */
export async function warned(tale: Tale): Promise<void> {
  await askForProduction(tale);
  await tale.check('the card says which gate only warns, until when, and what it found', () =>
    tale.card('production', 'recall/high_value ≥ 0.95 warns until', 'recall/high_value 0.9394'),
  );
  await approvedBy(tale, 'grace', 'karen');
  await liveInProduction(tale, '2');
}

/** A bound that the version misses, as a warning. */
export function warnedLines(): readonly string[] {
  return [
    'path: [staging, production]',
    'gates:',
    '  - { improves: auc }',
    `  - { metric: recall/high_value, min: 0.95, mode: ${warnForAMonth(Date.now())} }`,
  ];
}
