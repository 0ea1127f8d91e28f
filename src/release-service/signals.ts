import type { Delivery, Request } from '../release/command.ts';
import type { Deps } from './deps.ts';
import type { Written } from './write.ts';

/** Not built yet. */
export async function takeSignals(
  _deps: Deps,
  _delivery: Delivery,
  _request: Extract<Request, { kind: 'signals' }>,
): Promise<Written> {
  return { kind: 'written', answer: { kind: 'unchanged' }, entries: [] };
}
