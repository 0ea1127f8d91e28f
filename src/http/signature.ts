import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a request to a team's own service is sent with, so that the team can tell that it is ours, new, and not sent twice. */
export interface Sealed {
  /** Seconds since 1970. */
  readonly timestamp: string;
  readonly delivery: string;
  readonly body: string;
}

/** The headers of a request; without a secret it goes unsigned. The signature is HMAC-SHA256 over `<timestamp>.<body>`. */
export function sealing({ timestamp, delivery, body }: Sealed, secret: string | null): Record<string, string> {
  const known = { 'x-signalbox-timestamp': timestamp, 'x-signalbox-delivery': delivery };
  if (secret === null) return known;
  return { ...known, 'x-signalbox-signature': signature(timestamp, body, secret) };
}

const oldestMs = 300_000;

/** Whether a request comes from somebody with the secret, and was sealed within the last five minutes. */
export function isSealed(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string | Buffer,
  secret: string,
  now: number,
): boolean {
  const timestamp = String(headers['x-signalbox-timestamp']);
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1_000) > oldestMs) return false;
  const ours = Buffer.from(signature(timestamp, body, secret));
  const given = Buffer.from(String(headers['x-signalbox-signature']));
  return ours.length === given.length && timingSafeEqual(ours, given);
}

function signature(timestamp: string, body: string | Buffer, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;
}
