import { createHash, timingSafeEqual } from 'node:crypto';
import { isSealed } from '../http/signature.ts';

/** How a source proves who it is. Lists hold all that count now: while a secret is being replaced, the new one and the old one. */
export type AlertAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly tokens: readonly string[] }
  | { readonly kind: 'basic'; readonly user: string; readonly passwords: readonly string[] }
  /** `X-Signalbox-Signature` over `X-Signalbox-Timestamp`, a dot and the raw bytes, at most five minutes old. */
  | { readonly kind: 'hmac'; readonly secrets: readonly string[] };

/** What a message proved: that it is from its source, nothing because nothing is asked for, or that it is not. */
export type Proof =
  | { readonly kind: 'signed' }
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'forged'; readonly why: string };

export type Headers = Readonly<Record<string, string | undefined>>;

/** Checks who sent a message, over its raw bytes and in constant time. An empty secret proves nothing. Header names are lower case. */
export function proofOf(auth: AlertAuth, headers: Headers, body: Buffer, now: number): Proof {
  switch (auth.kind) {
    case 'none':
      return { kind: 'unsigned' };
    case 'bearer':
      return authorized(headers, 'bearer', known(auth.tokens));
    case 'basic':
      return authorized(headers, 'basic', known(auth.passwords).map(basicOf(auth.user)));
    case 'hmac':
      return sealedBy(known(auth.secrets), headers, body, now);
  }
}

function known(secrets: readonly string[]): readonly string[] {
  return secrets.filter((secret) => secret !== '');
}

function basicOf(user: string): (password: string) => string {
  return (password) => Buffer.from(`${user}:${password}`).toString('base64');
}

function authorized(headers: Headers, scheme: string, wanted: readonly string[]): Proof {
  const [, named, given] = /^(\S+) +(.+)$/.exec(headers['authorization'] ?? '') ?? [];
  if (named?.toLowerCase() !== scheme || given === undefined) return forged(`it has no ${scheme} authorization`);
  // All are compared: how long it takes says nothing of which one is near.
  const fitting = wanted.filter((one) => isSame(one, given));
  return fitting.length > 0 ? { kind: 'signed' } : forged(`its ${scheme} authorization is not ours`);
}

function isSame(wanted: string, given: string): boolean {
  return timingSafeEqual(digestOf(wanted), digestOf(given));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function sealedBy(secrets: readonly string[], headers: Headers, body: Buffer, now: number): Proof {
  if (!headers['x-signalbox-signature']) return forged('it is not signed');
  const fitting = secrets.filter((secret) => isSealed(headers, body, secret, now));
  if (fitting.length > 0) return { kind: 'signed' };
  return forged('its signature is not ours, or more than five minutes old');
}

function forged(why: string): Proof {
  return { kind: 'forged', why };
}
