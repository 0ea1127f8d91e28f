import { lookup } from 'node:dns/promises';
import type { Client, Dispatcher } from 'undici';
import { z } from 'zod';
import { ReleaseError } from '../errors.ts';
import { canonical } from '../evidence/canonical.ts';
import { parseJson, readText, waitAsked } from '../http/answer.ts';
import { sealing } from '../http/signature.ts';
import type { Call, Clock } from '../ports.ts';
import type { OutsideChecks } from '../ports-outside.ts';
import type { CheckAnswer } from '../release/gate-facts.ts';
import { type Resolve, reach } from './reach.ts';

export interface OutsideChecksOptions {
  readonly now: Clock;
  /** Names one request. */
  readonly newId: () => string;
  /** In place of the system's own resolver. */
  readonly resolve?: Resolve;
  /** Certificates in PEM to trust instead of the usual ones. */
  readonly ca?: string;
}

const mostBytes = 64 * 1024;

const Judgement: z.ZodType<CheckAnswer> = z.strictObject({
  status: z.enum(['pass', 'fail', 'cannot-tell']),
  reason: z.string().min(1).max(300),
});

/** Whoever is asked may tell what is there in place of judging: that is for a gate which says what has to be. */
const Deployed = z
  .strictObject({ deployed: z.string().min(1).max(200) })
  .transform(({ deployed }): CheckAnswer => ({ ...notJudged, told: { deployed } }));
const Exists = z.strictObject({ exists: z.boolean(), updated: z.iso.datetime({ offset: true }).optional() }).transform(
  ({ exists, updated }): CheckAnswer => ({
    ...notJudged,
    told: updated === undefined ? { exists } : { exists, updatedAt: Date.parse(updated) },
  }),
);

const notJudged = {
  status: 'cannot-tell',
  reason: 'It told what is there, and not whether this version passes.',
} as const;

const CheckReply = z.union([Judgement, Deployed, Exists]);

/** Asks teams' own checks over HTTP, one connection a question: no redirects, no cookies, nothing that is not an answer. */
export function outsideChecks({ now, newId, resolve = everyAddress, ca }: OutsideChecksOptions): OutsideChecks {
  const quiet = quietTimes(now);
  return {
    async ask(check, document, call) {
      const url = new URL(check.url);
      const left = Math.min(check.timeoutMs, call.deadline - now());
      if (left <= 0) throw new ReleaseError('deadline_passed', { host: url.host });
      const signal = within(call, left);
      return quiet(url, async () => {
        const client = await inTime(signal, reach(url, check, resolve, ca));
        try {
          const sealed = { timestamp: String(Math.floor(now() / 1_000)), delivery: newId(), body: canonical(document) };
          const headers = { ...usual, ...sealing(sealed, check.secret) };
          return await answered(url, await post(client, url, sealed.body, headers, signal), now());
        } finally {
          await client.destroy();
        }
      });
    },
  };
}

const usual = { 'content-type': 'application/json', accept: 'application/json', 'user-agent': 'signalbox' };

function post(
  client: Client,
  url: URL,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  return client.request({ method: 'POST', path: url.pathname + url.search, headers, body, signal });
}

async function answered(url: URL, response: Dispatcher.ResponseData, now: number): Promise<CheckAnswer> {
  const { statusCode: status, headers } = response;
  const { text, cut } = await readText(response.body, mostBytes);
  if (status < 200 || status >= 300) throw notAnswered(url, status, text, waitAsked(headers, now));
  if (cut) throw malformed(url, `longer than ${mostBytes} bytes`);
  if (!isJson(headers['content-type'])) throw malformed(url, 'its content type is not application/json');
  const parsed = CheckReply.safeParse(parseJson(text));
  if (!parsed.success) throw malformed(url, parsed.error.message);
  return parsed.data;
}

function isJson(type: string | string[] | undefined): boolean {
  return typeof type === 'string' && /^application\/json\s*(;|$)/i.test(type);
}

/** The check's own words go into the details, for the log: they may hold anything. */
function notAnswered({ host }: URL, status: number, text: string, retryAfterMs: number | null): ReleaseError {
  const later = status >= 500 || status === 429 || status === 408;
  const details = { host, status, text: text.slice(0, 2_000), ...(retryAfterMs === null ? {} : { retryAfterMs }) };
  if (later) return new ReleaseError('check_unreachable', details);
  const hint = status < 400 ? { hint: 'It redirects: give its final address.' } : {};
  return new ReleaseError('check_refused', { ...details, ...hint });
}

function malformed({ host }: URL, why: string): ReleaseError {
  return new ReleaseError('check_answer_malformed', { host, why });
}

/** A check that says when it wants to be asked again is not asked before. */
function quietTimes(now: Clock): <T>(url: URL, ask: () => Promise<T>) => Promise<T> {
  const until = new Map<string, number>();
  return async ({ href, host }, ask) => {
    const retryAfterMs = (until.get(href) ?? 0) - now();
    if (retryAfterMs > 0) throw new ReleaseError('check_unreachable', { host, retryAfterMs });
    try {
      return await ask();
    } catch (cause) {
      const error = unreachable(host, cause);
      until.set(href, now() + (error.details.retryAfterMs ?? 0));
      throw error;
    }
  };
}

function unreachable(host: string, cause: unknown): ReleaseError {
  return cause instanceof ReleaseError ? cause : new ReleaseError('check_unreachable', { host }, { cause });
}

async function everyAddress(hostname: string): Promise<readonly string[]> {
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}

function within({ signal }: Call, left: number): AbortSignal {
  const timeout = AbortSignal.timeout(left);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

/** A resolver knows no deadline; its answer is left when the time is up. */
function inTime<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
