import { z } from 'zod';
import { span } from './fields.ts';
import type { Need } from './gate.ts';
import { spanOf } from './span.ts';

const urlWords =
  'not the address of a check. Write one like `https://risk.example/check`, without user, password or fragment.';
const nameWords = 'not a name. Write at most 30 characters, for example `risk`.';
const secretWords = 'a secret in clear, or no secret. Put it into the environment and write `env:NAME`.';
const timeoutWords = 'not a time that a check may take. Write one from 1s to 30s.';
const usual = '10s';

/** What is asked over plain http has to be inside the network, and to say so. */
export const plainHttpWords =
  'a check over plain http. Write an https address, or `private: allow` where it stays inside your network.';

/** Where a gate asks somebody over HTTP. */
export const address = z.string(urlWords).refine(isAddress, urlWords);

/** How it asks: what the card calls it, who signs, how long it waits, and whether it may stay inside the network. */
export const asking = {
  name: z.string(nameWords).min(1, nameWords).max(30, nameWords).optional(),
  secret: z
    .string(secretWords)
    .regex(/^env:[A-Za-z_][A-Za-z0-9_]*$/, secretWords)
    .optional(),
  timeout: span.refine((text) => isAllowed(spanOf(text).ms), timeoutWords).optional(),
  private: z
    .literal('allow', 'not a choice. Write `allow`, or leave it out to ask public addresses over https only.')
    .optional(),
};

export type HttpNeed = Extract<Need, { kind: 'http' }>;

interface Asking {
  readonly secret?: string | undefined;
  readonly timeout?: string | undefined;
  readonly private?: 'allow' | undefined;
}

/** The question that a gate has for this address. */
export function httpNeed(url: string, { secret, timeout = usual, private: inside }: Asking): HttpNeed {
  const asked = { url, secret: secret ?? null, timeoutMs: spanOf(timeout).ms, private: inside === 'allow' };
  return { kind: 'http', key: JSON.stringify(asked), ...asked };
}

/** True for https, and for plain http that is said to stay inside. */
export function staysSafe(url: string, inside: 'allow' | undefined): boolean {
  return inside === 'allow' || url.startsWith('https:');
}

function isAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && !(url.username || url.password || url.hash);
}

function isAllowed(ms: number): boolean {
  return ms >= 1000 && ms <= 30_000;
}
