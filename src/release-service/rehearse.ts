import type { Delivery, Request } from '../release/command.ts';
import type { Deps } from './deps.ts';
import type { Written } from './write.ts';

/** Not built yet: refused in words. */
export async function rehearse(
  _deps: Deps,
  _delivery: Delivery,
  request: Extract<Request, { kind: 'rehearse' }>,
): Promise<Written> {
  return { kind: 'refused', refusal: { kind: 'unknown-model', asked: request.model, near: [] } };
}
