import { createHmac } from 'node:crypto';

/** The headers with which Slack proves that a body comes from it. */
export function signature(secret: string, body: string, timestamp: number): Readonly<Record<string, string>> {
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-signature': `v0=${digest}`, 'x-slack-request-timestamp': String(timestamp) };
}
