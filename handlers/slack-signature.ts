import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const mostSkewSeconds = 300;

/** Whether Slack sent these bytes within five minutes of now, either way. Any of the secrets will do, so that one can be changed under way. */
export function isFromSlack(
  headers: IncomingHttpHeaders,
  body: Buffer,
  secrets: readonly string[],
  now: number,
): boolean {
  const sent = headers['x-slack-request-timestamp'];
  const signature = headers['x-slack-signature'];
  if (typeof sent !== 'string' || typeof signature !== 'string' || !/^\d{1,12}$/.test(sent)) return false;
  if (Math.abs(now / 1000 - Number(sent)) > mostSkewSeconds) return false;
  const given = Buffer.from(signature);
  return secrets.some((secret) => {
    const right = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${sent}:`).update(body).digest('hex')}`);
    return given.length === right.length && timingSafeEqual(given, right);
  });
}
