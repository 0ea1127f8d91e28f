import { type Dispatcher, Pool } from 'undici';
import { ReleaseError } from '../errors.ts';
import type { Answer, Refused } from '../http/answer.ts';
import { type Auth, type Http, type HttpOptions, type HttpRequest, http, type Parser } from '../http.ts';
import type { Call, Clock, Log } from '../ports.ts';
import type { Meters } from '../ports-meters.ts';
import { exactJson } from './exact-json.ts';
import { onceMore, personalToken, serviceTokens, type Tokens } from './tokens.ts';

/** How a workspace knows us: by a personal access token, or as a service principal (OAuth M2M). */
export type DatabricksAuth =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'service-principal'; readonly clientId: string; readonly clientSecret: string };

export interface WorkspaceOptions {
  /** The workspace's address, `https://<name>.cloud.databricks.com`. */
  readonly host: string;
  readonly auth: DatabricksAuth;
  /** Certificates in PEM to trust instead of the usual ones. */
  readonly ca?: string;
  readonly log: Log;
  readonly dispatcher?: Dispatcher;
  readonly now?: Clock;
  readonly meters?: Meters;
}

/** A Databricks workspace: its token is renewed before it ends, and once more when it is refused; whole numbers of 64 bits arrive as strings. */
export function databricksWorkspace(options: WorkspaceOptions): Http {
  const { host, auth, ca, dispatcher, now = Date.now, ...rest } = options;
  const tls = ca === undefined ? {} : { ca };
  const pool = dispatcher ?? new Pool(new URL(host).origin, { connections: 8, connect: { timeout: 10_000, ...tls } });
  const client = (over: Pick<HttpOptions, 'auth' | 'headers'>) =>
    http({ ...rest, ...over, baseUrl: host, now, dispatcher: pool });
  const asks = (token: string) =>
    client({ auth: { kind: 'bearer', token }, headers: { 'content-type': 'application/json' } });
  const tokens = tokensFor(auth, (basic) =>
    serviceTokens(client({ auth: basic, headers: { 'content-type': 'application/x-www-form-urlencoded' } }), now),
  );
  const { server } = client({ auth: { kind: 'none' } });

  async function known<T>(call: Call, ask: (as: Http) => Promise<Answer<T>>): Promise<Answer<T>> {
    const token = await tokens.take(call);
    const answer = await ask(asks(token));
    if (answer.kind === 'ok' || !isTokenRefused(answer)) return answer;
    const other = await tokens.instead(token, call);
    return other === null ? answer : ask(asks(other));
  }

  async function json<T>(schema: Parser<T>, request: HttpRequest, call: Call): Promise<Answer<T>> {
    const answer = await known(call, (as) => as.text(request, call));
    if (answer.kind === 'refused') return answer;
    const parsed = schema.safeParse(exactJson(answer.value));
    if (parsed.success) return { ...answer, value: parsed.data };
    const why = parsed.error.message;
    throw new ReleaseError('registry_answer_malformed', { server, request: `${request.method} ${request.path}`, why });
  }

  return {
    server,
    json,
    text: (request, call, maxBytes) => known(call, (as) => as.text(request, call, maxBytes)),
    stream: (request, call) => known(call, (as) => as.stream(request, call)),
    close: () => pool.close(),
  };
}

/** A body of JSON that is text already: it may hold whole numbers that a double cannot. */
export function jsonBody(text: string): NonNullable<HttpRequest['body']> {
  const bytes = Buffer.from(text);
  return { content: onceMore(bytes), bytes: bytes.length };
}

function tokensFor(auth: DatabricksAuth, service: (basic: Auth) => Tokens): Tokens {
  if (auth.kind === 'token') return personalToken(auth.token);
  return service({ kind: 'basic', username: auth.clientId, password: auth.clientSecret });
}

/** A token that has ended is mostly a 401, and a 403 that says so by some of Databricks' services; a right that is missing is neither. */
function isTokenRefused({ status, text }: Refused): boolean {
  return status === 401 || (status === 403 && /(invalid|expired) (access )?token/i.test(text));
}
