import type { Delivery, Request } from '../release/command.ts';
import type { Deps } from './deps.ts';
import type { Written } from './write.ts';

type OnIncident = Extract<Request, { kind: 'acknowledge' | 'snooze' | 'dismiss' | 'cancel-return' }>;

/** Not built yet: refused in words. */
export async function onIncident(_deps: Deps, _delivery: Delivery, _request: OnIncident): Promise<Written> {
  return { kind: 'refused', refusal: { kind: 'unknown-incident' } };
}
