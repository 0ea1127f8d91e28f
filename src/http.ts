import { Readable } from 'node:stream';
import { type Dispatcher, Pool } from 'undici';
import { ReleaseError } from './errors.ts';
import { type Answer, markOf, parseJson, type Refused, readText, waitAsked } from './http/answer.ts';
import { arriving, reaching } from './http/reaching.ts';
import type { Call, Clock, Log } from './ports.ts';
import { type CallResult, type Meters, resultOf } from './ports-meters.ts';

/** How a server wants to know who asks. */
export type Auth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** One request; `path` begins with `/` and is already percent-encoded. A streamed `body` needs its `bytes`. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Mark of an earlier answer: when nothing has changed since, the request is refused with 304. */
  readonly etag?: string;
  /** For this request only, in place of what is usual. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly content: AsyncIterable<Uint8Array>; readonly bytes: number };
}

/** The part of a zod schema that reading an answer needs. */
export interface Parser<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly message: string } };
}

/** One server, one pool of kept-alive connections. Everything throws `ReleaseError` when no answer could be had. */
export interface Http {
  /** Its address without a trailing slash: two registries with the same one are the same server. */
  readonly server: string;
  json<T>(schema: Parser<T>, request: HttpRequest, call: Call): Promise<Answer<T>>;
  text(request: HttpRequest, call: Call, maxBytes?: number): Promise<Answer<string>>;
  /** The body as it arrives; the call's deadline holds until it has been read to its end. */
  stream(request: HttpRequest, call: Call): Promise<Answer<Readable>>;
  close(): Promise<void>;
}

export interface HttpOptions {
  readonly baseUrl: string;
  readonly auth: Auth;
  /** Sent with every request, in place of what is usual. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Certificates in PEM to trust instead of the usual ones. */
  readonly ca?: string;
  readonly log: Log;
  readonly dispatcher?: Dispatcher;
  readonly now?: Clock;
  readonly meters?: Meters;
}

const maxJsonBytes = 32 * 1024 * 1024;
const maxRefusalBytes = 64 * 1024;
const longestTimer = 2 ** 31 - 1;
const silenceMs = 60_000;

/** An HTTP client for one server: deadline a call, size caps, no redirects, no Origin header, errors as `ReleaseError`. */
export function http(options: HttpOptions): Http {
  const { origin, pathname } = new URL(options.baseUrl);
  const server = origin + pathname.replace(/\/+$/, '');
  const now = options.now ?? Date.now;
  const tls = options.ca === undefined ? {} : { ca: options.ca };
  const pool = options.dispatcher ?? new Pool(origin, { connections: 8, connect: { timeout: 10_000, ...tls } });
  const send = measured(sender({ ...options, now }, pool, server), server, options.meters);

  async function text(request: HttpRequest, call: Call, maxBytes = maxJsonBytes): Promise<Answer<string>> {
    const response = await send(request, call);
    if (!isSuccess(response)) return refusal(request, response);
    const { text: value, cut } = await reaching(server, nameOf(request), () => readText(response.body, maxBytes));
    if (cut) throw malformed(request, `longer than ${maxBytes} bytes`);
    return { kind: 'ok', value, ...markOf(response.headers) };
  }

  async function json<T>(schema: Parser<T>, request: HttpRequest, call: Call): Promise<Answer<T>> {
    const answer = await text(request, call);
    if (answer.kind === 'refused') return answer;
    const parsed = schema.safeParse(parseJson(answer.value));
    if (!parsed.success) throw malformed(request, parsed.error.message);
    return { ...answer, value: parsed.data };
  }

  async function stream(request: HttpRequest, call: Call): Promise<Answer<Readable>> {
    const response = await send(request, call);
    if (!isSuccess(response)) return refusal(request, response);
    return {
      kind: 'ok',
      value: Readable.from(arriving(server, nameOf(request), response.body), { objectMode: false }),
    };
  }

  async function refusal(request: HttpRequest, response: Dispatcher.ResponseData): Promise<Refused> {
    const { text } = await reaching(server, nameOf(request), () => readText(response.body, maxRefusalBytes));
    const retryAfterMs = waitAsked(response.headers, now());
    return { kind: 'refused', server, request: nameOf(request), status: response.statusCode, text, retryAfterMs };
  }

  function malformed(request: HttpRequest, why: string): ReleaseError {
    return new ReleaseError('registry_answer_malformed', { server, request: nameOf(request), why });
  }

  return { server, json, text, stream, close: () => pool.close() };
}

type Send = (request: HttpRequest, call: Call) => Promise<Dispatcher.ResponseData>;

function sender({ auth, headers, log, now }: HttpOptions & { now: Clock }, pool: Dispatcher, server: string): Send {
  const { origin, pathname } = new URL(server);
  const prefix = pathname === '/' ? '' : pathname;
  return async (request, call) => {
    const started = now();
    const left = call.deadline - started;
    if (left <= 0) throw new ReleaseError('deadline_passed', { server, request: nameOf(request) });
    const response = await reaching(server, nameOf(request), () =>
      pool.request({
        origin,
        path: prefix + request.path + queryOf(request),
        method: request.method,
        headers: { ...headersOf(request, auth), ...headers, ...request.headers },
        body: bodyOf(request),
        signal: within(call, left),
        headersTimeout: silenceMs,
        bodyTimeout: silenceMs,
      }),
    );
    log.debug({ server, request: nameOf(request), status: response.statusCode, ms: now() - started }, 'Asked a server');
    return response;
  };
}

function measured(send: Send, server: string, meters?: Meters): Send {
  if (meters === undefined) return send;
  return async (request, call) => {
    const started = performance.now();
    const tell = (result: CallResult) =>
      meters.registryCall(server, request.method, result, performance.now() - started);
    try {
      const response = await send(request, call);
      tell(resultOf(response.statusCode));
      return response;
    } catch (error) {
      tell('no-answer');
      throw error;
    }
  };
}

function bodyOf({ body, json }: HttpRequest): Readable | string | null {
  if (body !== undefined) return Readable.from(body.content, { objectMode: false });
  return json === undefined ? null : JSON.stringify(json);
}

function nameOf({ method, path }: HttpRequest): string {
  return `${method} ${path}`;
}

function queryOf({ query }: HttpRequest): string {
  return query === undefined ? '' : `?${new URLSearchParams(query)}`;
}

function headersOf({ json, body, etag }: HttpRequest, auth: Auth): Record<string, string> {
  return {
    accept: '*/*',
    'user-agent': 'signalbox',
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(body === undefined ? {} : { 'content-type': 'application/octet-stream', 'content-length': String(body.bytes) }),
    ...authorization(auth),
  };
}

function authorization(auth: Auth): Record<string, string> {
  if (auth.kind === 'none') return {};
  if (auth.kind === 'bearer') return { authorization: `Bearer ${auth.token}` };
  return { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` };
}

function within({ signal }: Call, left: number): AbortSignal {
  if (signal && left > longestTimer) return signal;
  const timeout = AbortSignal.timeout(Math.min(left, longestTimer));
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

function isSuccess({ statusCode }: Dispatcher.ResponseData): boolean {
  return statusCode >= 200 && statusCode < 300;
}
