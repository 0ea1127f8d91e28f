import { z } from 'zod';
import { ReleaseError } from '../errors.ts';
import { failure } from '../http/answer.ts';
import type { Http } from '../http.ts';
import type { Call, Clock } from '../ports.ts';

/** Where the tokens come from that a workspace wants to see. */
export interface Tokens {
  take(call: Call): Promise<string>;
  /** Another one, in place of one that was refused; null when there is no other. */
  instead(refused: string, call: Call): Promise<string | null>;
}

interface Held {
  readonly token: string;
  readonly renewAt: number;
  readonly endsAt: number;
}

const Token = z
  .object({ access_token: z.string().min(1), token_type: z.literal('Bearer'), expires_in: z.number().positive() })
  .transform(({ access_token, expires_in }) => ({ token: access_token, livesMs: expires_in * 1_000 }));

const asked = new URLSearchParams({ grant_type: 'client_credentials', scope: 'all-apis' });
const path = '/oidc/v1/token';
/** A token is renewed once this much of its life is over, so that none ends while it is on its way. */
const renewAfter = 0.8;
const askMs = 30_000;

/** A personal access token: there is no other. */
export function personalToken(token: string): Tokens {
  return { take: async () => token, instead: async () => null };
}

/** Tokens of a service principal, by OAuth's client credentials; `http` names the client. Renewed in time, by one request for all who wait. */
export function serviceTokens(http: Http, now: Clock): Tokens {
  let held: Held | null = null;
  let renewing: Promise<Held> | null = null;

  async function renewed(): Promise<Held> {
    const askedAt = now();
    // Its own deadline, and not that of whoever happened to be first: others wait for it too.
    const { token, livesMs } = await askForToken(http, { deadline: askedAt + askMs });
    held = { token, renewAt: askedAt + livesMs * renewAfter, endsAt: askedAt + livesMs };
    return held;
  }

  function next(call: Call): Promise<Held> {
    if (call.deadline <= now()) throw tooLate();
    renewing ??= renewed().finally(() => {
      renewing = null;
    });
    return inTime(renewing, call, now);
  }

  async function take(call: Call): Promise<string> {
    const before = held;
    if (before !== null && now() < before.renewAt) return before.token;
    try {
      return (await next(call)).token;
    } catch (error) {
      // Unless it was refused meanwhile, a token is good until its end.
      if (before !== null && before === held && now() < before.endsAt) return before.token;
      throw error;
    }
  }

  async function instead(refused: string, call: Call): Promise<string | null> {
    if (held?.token === refused) held = null;
    const other = await take(call);
    return other === refused ? null : other;
  }

  return { take, instead };
}

async function askForToken(http: Http, call: Call) {
  const bytes = Buffer.from(asked.toString());
  const body = { content: onceMore(bytes), bytes: bytes.length };
  const answer = await http.json(Token, { method: 'POST', path, body }, call);
  if (answer.kind === 'ok') return answer.value;
  const known = failure(answer, 'The workspace gave no token for this service principal.');
  throw known.code === 'registry_refused' ? new ReleaseError('registry_auth', known.details) : known;
}

/** Bytes to send, as often as they are wanted. */
export function onceMore(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  return {
    async *[Symbol.asyncIterator]() {
      yield bytes;
    },
  };
}

/** What others wait for as well, for as long as this call may wait. */
async function inTime<T>(awaited: Promise<T>, call: Call, now: Clock): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(tooLate());
  const timer = setTimeout(giveUp, Math.min(call.deadline - now(), 2 * askMs));
  call.signal?.addEventListener('abort', giveUp);
  if (call.signal?.aborted) giveUp();
  try {
    return await Promise.race([over, awaited]);
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener('abort', giveUp);
  }
}

function tooLate(): ReleaseError {
  return new ReleaseError('deadline_passed', { request: `POST ${path}` });
}
