import { type ErrorCode, ReleaseError } from '../errors.ts';
import { canonical } from '../evidence/canonical.ts';
import { parseJson, type Refused } from '../http/answer.ts';
import { sealing } from '../http/signature.ts';
import type { Http, HttpRequest, Parser } from '../http.ts';
import type { Call, Clock } from '../ports.ts';
import type { ServingOrder } from '../ports-serving.ts';

/** A service of a team's own that is asked about what it serves. */
export interface DeployerOptions {
  /** At the address that the policy names. */
  readonly http: Http;
  /** Already resolved; null sends everything unsigned. */
  readonly secret: string | null;
  readonly now: Clock;
  /** Names one request. */
  readonly newId: () => string;
}

/** One question about an order, beneath the deployer's address: a POST sends the order, a GET asks with it and with what is given `besides`. */
interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly order: ServingOrder;
  readonly besides?: Readonly<Record<string, string>>;
}

/** Asks, signed, and answers with what the schema knows. Throws `ReleaseError` for everything else. */
export type Ask = <T>(schema: Parser<T>, question: Question, call: Call) => Promise<T>;

const mostBytes = 1024 * 1024;

/** Asks a team's own service: every request is signed, names itself, and is answered in exactly the form that its schema says. */
export function deployer({ http, secret, now, newId }: DeployerOptions): Ask {
  const sealed = (body: string) =>
    sealing({ timestamp: String(Math.floor(now() / 1_000)), delivery: newId(), body }, secret);
  return async (schema, question, call) => {
    const body = question.method === 'GET' ? '' : canonical(documentOf(question.order));
    const request = requestFor(question, body, sealed(body));
    const answer = await inOurNames(() => http.text(request, call, mostBytes));
    if (answer.kind === 'refused') throw refusal(answer);
    const parsed = schema.safeParse(parseJson(answer.value));
    if (parsed.success) return parsed.data;
    const why = parsed.error.message;
    throw new ReleaseError('serving_answer_malformed', { server: http.server, request: question.path, why });
  };
}

function requestFor(question: Question, body: string, seal: Record<string, string>): HttpRequest {
  const { method, path, order, besides } = question;
  const headers = { accept: 'application/json', 'x-signalbox-release': order.release, ...seal };
  if (method === 'GET') return { method, path, headers, query: { ...queryOf(order), ...besides } };
  const bytes = Buffer.from(body);
  const json = { ...headers, 'content-type': 'application/json' };
  return { method, path, headers: json, body: { content: once(bytes), bytes: bytes.length } };
}

function documentOf({ release, model, environment, name, version, from }: ServingOrder): object {
  return { v: 1, release, model, environment, name, version, from };
}

/** A version that is none is left out. */
function queryOf({ release, model, environment, name, version, from }: ServingOrder): Record<string, string> {
  const versions = { ...(version === null ? {} : { version }), ...(from === null ? {} : { from }) };
  return { release, model, environment, name, ...versions };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const names: Readonly<Partial<Record<ErrorCode, ErrorCode>>> = {
  registry_unreachable: 'serving_unreachable',
  registry_answer_malformed: 'serving_answer_malformed',
};

async function inOurNames<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const code = error instanceof ReleaseError ? names[error.code] : undefined;
    if (!(error instanceof ReleaseError) || code === undefined) throw error;
    throw new ReleaseError(code, error.details, { cause: error.cause });
  }
}

/** The deployer's own words go into the details, for the log: they may hold anything. */
function refusal({ server, request, status, text, retryAfterMs }: Refused): ReleaseError {
  const details = {
    server,
    request,
    status,
    text: text.slice(0, 2_000),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    ...(status < 400 ? { hint: 'It redirects: give its final address.' } : {}),
  };
  return new ReleaseError(codeOf(status), details);
}

/** "Too early" and "too many" are no refusals: the same request may be taken later. */
const laterStatuses = [408, 425, 429];

function codeOf(status: number): ErrorCode {
  if (status === 401 || status === 403) return 'serving_auth';
  return status >= 500 || laterStatuses.includes(status) ? 'serving_unreachable' : 'serving_refused';
}
