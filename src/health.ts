import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { loopLag } from './health/loop-lag.ts';
import { type Check, readiness } from './health/readiness.ts';
import type { Log } from './ports.ts';

/** What a process tells those who watch it, on a listener of its own. */
export interface HealthServer {
  /** Listens, and answers with the port. */
  start(): Promise<number>;
  stop(): Promise<void>;
}

export interface HealthOptions {
  readonly port: number;
  readonly host?: string;
  readonly checks: () => readonly Check[];
  /** What runs here: versions of Signalbox, Node and the log's schema. */
  readonly versions: Readonly<Record<string, string>>;
  readonly metrics: { readonly contentType: string; page(): Promise<string> };
  readonly log: Log;
}

/** `/healthz` (this process turns), `/readyz` (it can do its work; each check in words) and `/metrics`. */
export function healthServer(options: HealthOptions): HealthServer {
  const lag = loopLag();
  const pages: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    '/healthz': async (response) => answer(response, 200, { alive: true, eventLoopLagMs: lag.read() }),
    '/readyz': async (response) => {
      const found = await readiness(options.checks());
      answer(response, found.ready ? 200 : 503, { ...found, versions: options.versions });
    },
    '/metrics': async (response) => {
      const page = await options.metrics.page();
      response.writeHead(200, { 'content-type': options.metrics.contentType }).end(page);
    },
  };
  const server = createServer(answering(pages, options.log));
  return {
    async start() {
      server.listen(options.port, options.host);
      await once(server, 'listening');
      return portOf(server);
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      lag.stop();
      await closed;
    },
  };
}

function answering(
  pages: Readonly<Record<string, (response: ServerResponse) => Promise<void>>>,
  log: Log,
): RequestListener {
  return (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    if (page === undefined) return answer(response, 404, { pages: Object.keys(pages) });
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, {});
    page(response).catch((error: unknown) => {
      log.error({ path, error }, 'Health page failed');
      answer(response, 500, {});
    });
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) response.end();
  else response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body, null, 2)}\n`);
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
