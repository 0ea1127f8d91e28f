import type { z } from 'zod';
import { parseJson } from '../http/answer.ts';
import type { AlertReading, AlertSource } from '../ports-alerts.ts';
import type { Signal } from '../release/incident/signal.ts';
import { type AlertAuth, type Headers, type Proof, proofOf } from './auth.ts';
import { problemOf } from './problem.ts';

/** All that makes a source, of whatever kind. */
export interface AlertSourceOptions {
  readonly name: string;
  readonly auth: AlertAuth;
}

/** How one kind of source is read: the form of its messages, and what they mean. Both are pure and never throw. */
export interface AlertForm<T> {
  readonly kind: string;
  readonly schema: z.ZodType<T>;
  meaning(said: T, now: number): Meaning;
}

/** What a message of the right form means. */
export type Meaning =
  | {
      readonly kind: 'signals';
      readonly signals: readonly Signal[];
      readonly leftOut?: number;
      readonly apart?: string;
    }
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'malformed'; readonly path: string; readonly why: string };

const mostBytes = 1_048_576;

/** A message holds at most so many alerts; the rest is said to be left out. */
export const mostSignals = 500;

const everyMinute = 60_000;

/** For messages that say nothing of when they were sent: the same bytes within a minute are one message, later ones may mean something new. */
export function byMinute(now: number): string {
  return String(Math.floor(now / everyMinute));
}

/** A source of one kind: who sent a message is checked before anything of it is read. */
export function alertSource<T>({ name, auth }: AlertSourceOptions, form: AlertForm<T>): AlertSource {
  return {
    name,
    kind: form.kind,
    read(headers, body, now) {
      const proof = proofOf(auth, lowerCase(headers), body, now);
      return proof.kind === 'forged' ? proof : readingOf(form, proof, body, now);
    },
  };
}

function readingOf<T>(
  { schema, meaning }: AlertForm<T>,
  proof: Exclude<Proof, { kind: 'forged' }>,
  body: Buffer,
  now: number,
): AlertReading {
  if (body.length > mostBytes) return malformed(`longer than ${mostBytes} bytes`);
  const json = parseJson(body.toString('utf8'));
  if (json === undefined) return malformed('not JSON');
  const said = schema.safeParse(json);
  if (!said.success) return { kind: 'malformed', ...problemOf(said.error) };
  const meant = meaning(said.data, now);
  return meant.kind === 'signals' ? { ...meant, signed: proof.kind === 'signed' } : meant;
}

function malformed(why: string): AlertReading {
  return { kind: 'malformed', path: '$', why };
}

function lowerCase(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
