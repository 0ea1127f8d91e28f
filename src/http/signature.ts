import { createHmac } from 'node:crypto';

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
  const mac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { ...known, 'x-signalbox-signature': `sha256=${mac}` };
}
