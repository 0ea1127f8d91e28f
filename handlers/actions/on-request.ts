import type { Request } from '../../src/release/command.ts';
import { carryOut } from '../carry-out.ts';
import { exchangeOf, type OnPress } from '../pressing.ts';

/** A button whose value says all: it becomes a request as it is. */
export function onRequest<T>(requestOf: (value: T) => Request, how: 'new' | 'replacing' = 'new'): OnPress<T> {
  return (deps, click, value) => carryOut(deps, exchangeOf(deps, click, how), requestOf(value));
}
