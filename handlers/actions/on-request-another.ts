import { nobody } from '../../blocks/leaves.ts';
import { notWrittenDown, refusalMessage } from '../../blocks/replies.ts';
import type { Request } from '../../src/release/command.ts';
import type { ReleaseId } from '../../src/release/ids.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { carryOut } from '../carry-out.ts';
import { exchangeOf, type OnPress } from '../pressing.ts';
import { readRelease } from '../read-release.ts';

/** A button that asks for another release after this one: what to ask for is read from this one's log. */
export function onRequestAnother<T extends { readonly release: ReleaseId }>(
  requestOf: (state: ReleaseState, value: T) => Request,
): OnPress<T> {
  return async (deps, click, value) => {
    const exchange = exchangeOf(deps, click);
    const state = await readRelease(deps, value.release);
    if (state === 'unread') return exchange.refuse(notWrittenDown);
    if (state !== null) return carryOut(deps, exchange, requestOf(state, value));
    await exchange.ack();
    await exchange.say(refusalMessage({ kind: 'unknown-release' }, nobody), null);
  };
}
