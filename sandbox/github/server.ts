import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
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

function serve(
  world: World,
  github: GitHub,
  asked: string[],
  { method, url = '/', headers }: IncomingMessage,
  response: ServerResponse,
): void {
  asked.push(`${method} ${url}`);
  const fault = github.faults.shift();
  if (fault?.kind === 'silence') return;
  if (fault?.kind === 'text') return void response.writeHead(200, { 'content-type': 'text/html' }).end(fault.text);
  const { pathname, searchParams } = new URL(url, github.url);
  const answer =
    (fault && { ...refusal(fault.status, 'As the test wants it'), headers: fault.headers ?? {} }) ??
    (method === 'GET' ? wrongWith(headers, world) : refusal(404, 'Not Found')) ??
    counted(github, () => answerTo(world, tokenIn(headers) ?? '', pathname, searchParams));
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
  response.end(JSON.stringify(answer.body));
}

function counted(github: GitHub, answer: () => Answer): Answer {
  const { remaining, resetAt } = github.limit;
  const left = Math.max(0, remaining - 1);
  github.limit = { remaining: left, resetAt };
  const answered = remaining > 0 ? answer() : refusal(403, 'API rate limit exceeded for user ID 1.');
  const headers = {
    'x-ratelimit-limit': String(manyRequests),
    'x-ratelimit-remaining': String(left),
    'x-ratelimit-used': String(manyRequests - left),
    'x-ratelimit-reset': String(resetAt),
    'x-ratelimit-resource': 'core',
  };
  return { ...answered, headers: { ...headers, ...answered.headers } };
}
