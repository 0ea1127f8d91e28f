import type { Delivery, Request } from '../release/command.ts';
import type { Deps } from './deps.ts';
import type { Written } from './write.ts';

/** Not built yet: refused in words. */
export async function retrain(
  _deps: Deps,
  _delivery: Delivery,
  { model }: Extract<Request, { kind: 'retrain' }>,
): Promise<Written> {
  return { kind: 'refused', refusal: { kind: 'nothing-live', model } };
}
