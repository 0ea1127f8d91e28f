import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { z } from 'zod';
import { type Deploying, deploying } from './deploying.ts';
import { type Answer, type Asked, inOrder, Order, queries, refusal, wrongWith } from './strictness.ts';

/** What goes wrong with the next request. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** It is done, and the connection dies before the answer. */
  | { readonly kind: 'unheard' }
  /** Nothing comes back until the caller gives up. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'text'; readonly text: string };

/** A scoring run, as it is told. */
export interface ScoredRun {
  readonly id: string;
  readonly version: string;
  readonly at: string;
  readonly url: string | null;
}

/** A team's own deployer and scheduler of scoring jobs, as strict as the manual lets it be. */
export interface Deployer extends Deploying {
  readonly url: string;
  readonly secret: string;
  /** Every request since the start, as `GET /state?…`. */
  readonly asked: string[];
  /** Faults for the next requests, one each. */
  readonly faults: Fault[];
  /** The scoring job that runs now. */
  job: { readonly words: string; readonly url: string | null } | null;
  readonly runs: ScoredRun[];
  stop(): Promise<void>;
}

/** Starts a deployer on this machine. */
export async function startDeployer(secret: string): Promise<Deployer> {
  const seen = new Set<string>();
  const server = createServer((request, response) => void serve(deployer, seen, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const deployer: Deployer = {
    ...deploying(),
    url: `http://127.0.0.1:${port}`,
    secret,
    asked: [],
    faults: [],
    job: null,
    runs: [],
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return deployer;
}

async function serve(
  deployer: Deployer,
  seen: Set<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url = '/', headers } = request;
  deployer.asked.push(`${method} ${url}`);
  const body = await text(request);
  const fault = deployer.faults.shift();
  if (fault?.kind === 'silence') return;
  if (fault?.kind === 'text') return void response.writeHead(200, { 'content-type': 'text/html' }).end(fault.text);
  if (fault?.kind === 'status') return void response.writeHead(fault.status, fault.headers).end('As the test wants it');
  const { pathname: path, searchParams: query } = new URL(url, deployer.url);
  const asked = { method, path, query, headers, body };
  const answer = wrongWith(asked, deployer.secret, seen) ?? answerTo(deployer, asked);
  if (fault?.kind === 'unheard') return void request.socket.destroy();
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
}

const questions: Readonly<Record<string, (deployer: Deployer, query: object) => Answer>> = {
  '/state': (deployer, query) => answered(queries['/state'], query, (asked) => deployer.look(asked)),
  '/busy': ({ job }, query) => answered(queries['/busy'], query, () => ({ busy: job !== null, ...job })),
  '/runs': ({ runs }, query) =>
    answered(queries['/runs'], query, ({ version, since }) => ({
      runs: runs.filter((run) => run.version === version && run.at >= since),
    })),
};

function answerTo(deployer: Deployer, asked: Asked): Answer {
  if (asked.method === 'POST' && asked.path === '/move') return moved(deployer, asked);
  const question = asked.method === 'GET' && asked.body === '' ? questions[asked.path] : undefined;
  return question?.(deployer, Object.fromEntries(asked.query)) ?? refusal(404, 'Not found');
}

function answered<T>(schema: z.ZodType<T>, query: object, answer: (asked: T) => object): Answer {
  const asked = schema.safeParse(query);
  return asked.success ? { status: 200, body: answer(asked.data) } : refusal(400, asked.error.message);
}

function moved(deployer: Deployer, { query, headers, body }: Asked): Answer {
  const { data, error } = Order.safeParse(JSON.parse(body));
  if (!data) return refusal(400, error.message);
  if (headers['x-signalbox-release'] !== data.release) return refusal(400, 'Its headers name another release');
  if (query.size > 0 || body !== inOrder(data)) return refusal(400, 'Not in the one form that an order has');
  return { status: 202, body: deployer.take(data) };
}
