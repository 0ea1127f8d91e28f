import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { answerTo } from './routes.ts';
import { type Answer, refusal, tokenIn, wrongWith } from './strictness.ts';
import type { World } from './world.ts';

/** What goes wrong with the next request. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Nothing comes back until the caller gives up. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'text'; readonly text: string };

/** GitHub's REST API as far as Signalbox uses it: strict about what GitHub only asks for. */
export interface GitHub {
  readonly url: string;
  /** Every request since the start, as `GET /repos/…?page=1`. */
  readonly asked: readonly string[];
  /** Faults for the next requests, one each. */
  readonly faults: Fault[];
  /** Requests that are left until `resetAt` (seconds since 1970). */
  limit: { remaining: number; readonly resetAt: number };
  stop(): Promise<void>;
}

const manyRequests = 5_000;

/** Starts a GitHub on this machine; `port` 0 takes a free one. */
export async function startGitHub(world: World, port = 0): Promise<GitHub> {
  const asked: string[] = [];
  const faults: Fault[] = [];
  const limit = { remaining: manyRequests, resetAt: Math.floor(Date.now() / 1_000) + 3_600 };
  const server = createServer((request, response) => serve(world, github, asked, request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const at = typeof address === 'object' && address !== null ? address.port : port;
  const github: GitHub = {
    url: `http://127.0.0.1:${at}`,
    asked,
    faults,
    limit,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return github;
}

async function serve(
  world: World,
  github: GitHub,
  asked: string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = request;
  asked.push(`${method} ${url}`);
  const fault = github.faults.shift();
  if (fault?.kind === 'silence') return;
  const body = await text(request);
  if (fault?.kind === 'text') return void response.writeHead(200, { 'content-type': 'text/html' }).end(fault.text);
  const question = { method, token: tokenIn(headers) ?? '', address: new URL(url, github.url), body };
  const answer =
    (fault && { ...refusal(fault.status, 'As the test wants it'), headers: fault.headers ?? {} }) ??
    wrongWith(headers, body, world) ??
    counted(github, () => marked(headers, method, answerTo(world, question)));
  if (answer.isLost) return void request.socket.destroy();
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
  response.end(answer.status === 204 || answer.status === 304 ? undefined : JSON.stringify(answer.body));
}

/** Puts a mark on what is read, and says that nothing changed to whoever has it already. */
function marked(headers: IncomingHttpHeaders, method: string, answer: Answer): Answer {
  if (method !== 'GET' || answer.status !== 200) return answer;
  const etag = `W/"${createHash('sha256').update(JSON.stringify(answer.body)).digest('hex')}"`;
  const status = headers['if-none-match'] === etag ? 304 : 200;
  return { ...answer, status, headers: { ...answer.headers, etag } };
}

function counted(github: GitHub, answer: () => Answer): Answer {
  const { remaining, resetAt } = github.limit;
  const answered = remaining > 0 ? answer() : refusal(403, 'API rate limit exceeded for user ID 1.');
  // What has not changed is not counted.
  const left = Math.max(0, remaining - (answered.status === 304 ? 0 : 1));
  github.limit = { remaining: left, resetAt };
  const headers = {
    'x-ratelimit-limit': String(manyRequests),
    'x-ratelimit-remaining': String(left),
    'x-ratelimit-used': String(manyRequests - left),
    'x-ratelimit-reset': String(resetAt),
    'x-ratelimit-resource': 'core',
  };
  return { ...answered, headers: { ...headers, ...answered.headers } };
}
