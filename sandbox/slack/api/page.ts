import type { Json } from '../json.ts';
import { type Answer, type Call, no, numberArg, ok, textArg } from './call.ts';

/** One page of a list, with Slack's cursor to the next. */
export function page(call: Call, name: string, items: readonly Json[], most = 1000): Answer {
  const limit = numberArg(call, 'limit', 100);
  if (limit < 0 || limit > most) return no('invalid_limit');
  const start = positionOf(textArg(call, 'cursor'));
  if (start === undefined) return no('invalid_cursor');
  const size = limit === 0 ? 100 : limit;
  const next = start + size < items.length ? cursorTo(start + size) : '';
  return ok({ [name]: items.slice(start, start + size), response_metadata: { next_cursor: next } });
}

/** A cursor that continues at a position. */
export function cursorTo(position: number): string {
  return Buffer.from(`next:${position}`).toString('base64');
}

/** The position a cursor stands for; `undefined` when it is none of ours. */
export function positionOf(cursor: string): number | undefined {
  if (cursor === '') return 0;
  const found = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  return found ? Number(found[1]) : undefined;
}
