import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { cancelRun, getOutput, getRun, listRuns, runNow } from './jobs.ts';
import { askerOf, giveToken } from './oidc.ts';
import { type Answer, type Asked, isAnswer, refusal, toJson } from './wire.ts';
import type { World } from './world.ts';

/** What goes wrong with the next request. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Nothing comes back until the caller gives up. */
  | { readonly kind: 'silence' }
  /** It is done, and the answer gets lost. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'text'; readonly text: string };

/** The part of a Databricks workspace that Signalbox uses: strict about what Databricks only asks for. */
export interface Databricks {
  readonly url: string;
  /** Every request since the start, as `GET /api/…?run_id=1`. */
  readonly asked: readonly string[];
  /** Faults for the next requests whose path holds `at`, one each. */
  readonly faults: { readonly at: string; readonly fault: Fault }[];
  /** As when the network breaks: whoever waits for an answer gets none. */
  closeConnections(): void;
  stop(): Promise<void>;
}

const routes: Readonly<Record<string, (world: World, asked: Asked) => Answer>> = {
  'POST /api/2.2/jobs/run-now': runNow,
  'GET /api/2.2/jobs/runs/get': getRun,
  'GET /api/2.2/jobs/runs/list': listRuns,
  'GET /api/2.2/jobs/runs/get-output': getOutput,
  'POST /api/2.2/jobs/runs/cancel': cancelRun,
};

/** Starts a workspace on this machine; `port` 0 takes a free one. */
export async function startDatabricks(world: World, { port = 0, now = Date.now } = {}): Promise<Databricks> {
  const asked: string[] = [];
  const faults: Databricks['faults'] = [];
  const server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const at = faults.findIndex((one) => request.url?.includes(one.at));
    const [next] = at < 0 ? [] : faults.splice(at, 1);
    const body = await text(request);
    answer(next?.fault, () => answerTo(world, request, body, now()), response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`,
    asked,
    faults,
    closeConnections: () => server.closeAllConnections(),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function answer(fault: Fault | undefined, ask: () => Answer, response: ServerResponse): void {
  if (fault?.kind === 'silence') return;
  if (fault?.kind === 'text') return void response.writeHead(200, { 'content-type': 'text/html' }).end(fault.text);
  if (fault?.kind === 'lost') {
    ask();
    return void response.destroy();
  }
  const { status, headers, body } =
    fault === undefined ? ask() : { ...refusal(fault.status, 'FAULT', 'As the test wants it'), headers: fault.headers };
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(toJson(body));
}

function answerTo(world: World, { method, url = '/', headers }: IncomingMessage, body: string, now: number): Answer {
  const { pathname, searchParams: query } = new URL(url, 'http://here');
  const name = `${method} ${pathname}`;
  if (name === 'POST /oidc/v1/token') return giveToken(world, headers, body, now);
  const asker = askerOf(world, headers, now);
  if (isAnswer(asker)) return asker;
  const route = routes[name];
  if (route === undefined) return refusal(404, 'ENDPOINT_NOT_FOUND', `No API found for '${name}'`);
  return route(world, { principal: asker.principal, query, headers, body, now });
}
