import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** A request as it came in. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body: object;
}

const version = z.string().regex(/^[1-9]\d*$/);
const text = z.string().min(1);

/** An order for a version to be served, as it is posted. */
export const Order = z.strictObject({
  v: z.literal(1),
  release: z.string().regex(/^r-[0-9a-z]{10}$/),
  model: text,
  environment: text,
  name: text,
  version: version.nullable(),
  from: version.nullable(),
});
export type Order = z.infer<typeof Order>;

const lane = Order.omit({ v: true }).extend({ version: version.optional(), from: version.optional() });

/** What each question may be asked with, and nothing else. */
export const queries = {
  '/state': lane,
  '/busy': lane,
  '/runs': lane.extend({ version, since: z.iso.datetime() }),
} as const;

export function refusal(status: number, message: string): Answer {
  return { status, body: { message } };
}

/** What keeps a request from being Signalbox's own and new; null when nothing does. */
export function wrongWith(asked: Asked, secret: string, seen: Set<string>): Answer | null {
  return wrongSeal(asked, secret) ?? sentBefore(asked, seen) ?? wrongForm(asked);
}

function wrongSeal({ headers, body }: Asked, secret: string): Answer | null {
  const timestamp = String(headers['x-signalbox-timestamp']);
  if (!/^\d+$/.test(timestamp) || Math.abs(Date.now() / 1_000 - Number(timestamp)) > 300)
    return refusal(401, 'The time is missing, or too far from now');
  const mac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return headers['x-signalbox-signature'] === `sha256=${mac}` ? null : refusal(401, 'The signature is not right');
}

function sentBefore({ headers }: Asked, seen: Set<string>): Answer | null {
  const delivery = headers['x-signalbox-delivery'];
  if (typeof delivery !== 'string' || seen.has(delivery)) return refusal(400, 'The delivery has no id of its own');
  seen.add(delivery);
  return null;
}

function wrongForm({ method, headers }: Asked): Answer | null {
  if (headers.accept !== 'application/json' || !headers['user-agent'])
    return refusal(406, 'Only JSON, and say who asks');
  const type = method === 'POST' ? 'application/json' : undefined;
  return headers['content-type'] === type ? null : refusal(415, `The content type is not ${type}`);
}

/** The text as RFC 8785 has it: what is posted has to be exactly that. */
export function inOrder(order: Order): string {
  return JSON.stringify(Object.fromEntries(Object.entries(order).toSorted(([one], [other]) => (one < other ? -1 : 1))));
}
