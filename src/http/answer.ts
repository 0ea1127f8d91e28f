import { type ErrorCode, ReleaseError } from '../errors.ts';

/** What came back: a success, or any other status with its text (at most 64 KiB of it). */
export type Answer<T> = { readonly kind: 'ok'; readonly value: T; readonly etag?: string } | Refused;

export interface Refused {
  readonly kind: 'refused';
  readonly server: string;
  readonly request: string;
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number | null;
}

/** The value of an answer; a refusal becomes the error that says what kind of refusal it is. */
export function valueFrom<T>(answer: Answer<T>, hint?: string): T {
  if (answer.kind === 'ok') return answer.value;
  throw failure(answer, hint);
}

/** The error a refusal stands for. The server's own words go into the details, for the log: they may hold anything. */
export function failure(refused: Refused, hint?: string): ReleaseError {
  const { server, request, status, text, retryAfterMs } = refused;
  const known = { server, request, status, text: text.slice(0, 2_000), ...(hint === undefined ? {} : { hint }) };
  const details = retryAfterMs === null ? known : { ...known, retryAfterMs };
  if (isHostRefused(refused))
    return new ReleaseError('registry_host_header', { ...details, host: new URL(server).host });
  return new ReleaseError(
    codeOf(status),
    status < 400 ? { ...details, hint: 'It redirects: give its final address.' } : details,
  );
}

/** MLflow's guard against DNS rebinding: the server does not know itself by the host name that we used. */
export function isHostRefused({ status, text }: Refused): boolean {
  return status === 403 && text.startsWith('Invalid Host header');
}

function codeOf(status: number): ErrorCode {
  if (status === 429) return 'registry_rate_limited';
  if (status === 401 || status === 403) return 'registry_auth';
  return status >= 500 ? 'registry_unreachable' : 'registry_refused';
}

/** A body as text, cut off once it is longer than `maxBytes`. */
export async function readText(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<{ text: string; cut: boolean }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) return { text: Buffer.concat(chunks).toString('utf8'), cut: true };
    chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString('utf8'), cut: false };
}

const mayBeHalfASurrogate = /\\u[dD][89a-fA-F]/;

/** The JSON value of a text, or undefined: what a schema then refuses. Its texts are well-formed, so that they can be digested. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, mayBeHalfASurrogate.test(text) ? wellFormed : undefined);
  } catch {
    return undefined;
  }
}

function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** Nobody is waited for longer than this without asking again, whatever they say. */
const longestRetryAfterMs = 3_600_000;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** How long a refusal asks us to wait: by Retry-After, or until the limit that it says is used up begins anew; null when it does not. */
export function waitAsked(headers: Headers, now: number): number | null {
  const asked = retryAfter(headers['retry-after'], now);
  const reset = Number(headers['x-ratelimit-reset']);
  if (asked !== null || headers['x-ratelimit-remaining'] !== '0' || !Number.isFinite(reset)) return asked;
  return Math.min(Math.max(0, reset * 1_000 - now), longestRetryAfterMs);
}

/** The mark that the server put on what it answered, for a later request to name; nothing when it put none. */
export function markOf({ etag }: Headers): { readonly etag?: string } {
  return typeof etag === 'string' ? { etag } : {};
}

/** Milliseconds of a Retry-After header, which holds seconds or a date, an hour at most; null when there is none. */
export function retryAfter(header: string | string[] | undefined, now: number): number | null {
  const text = typeof header === 'string' ? header : header?.[0];
  if (text === undefined) return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), longestRetryAfterMs) : null;
}
