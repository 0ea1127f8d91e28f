import { words } from '../carry-out.ts';
import { askerOf, type OnPress } from '../pressing.ts';
import { respond } from '../respond.ts';

/** The person thought better of it: the private preview is replaced by a sentence. */
export function onCancel(said: string): OnPress<unknown> {
  return async (deps, click) => {
    await click.ack();
    await respond(deps, askerOf(click), words(said), 'replacing');
  };
}
