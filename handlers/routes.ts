import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '../src/ports.ts';
import type { InFlight } from './in-flight.ts';

/** What is answered on our port besides Slack's requests. `path` has one `:name` at most, as its last part. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  handle(request: IncomingMessage, response: ServerResponse, param: string): Promise<void>;
}

/** A server for the routes. A handler that throws answers 500 and is logged; nothing hangs and nothing crashes. */
export function routeServer(routes: readonly Route[], running: InFlight, log: Log): Server {
  return createServer((request, response) => {
    // Whatever a stranger asks for is no reason to end: `//` is not an address.
    const pathname = URL.parse(request.url ?? '/', 'http://localhost')?.pathname ?? '';
    const found = routes
      .map((route) => ({ route, param: paramOf(route.path, pathname) }))
      .filter(({ param }) => param !== null);
    const fit = found.find(({ route }) => route.method === request.method);
    if (!fit) {
      answer(response, found.length > 0 ? 405 : 404);
      return;
    }
    running
      .run(() => fit.route.handle(request, response, fit.param ?? ''))
      .catch((error: unknown) => {
        log.error({ path: fit.route.path, error }, 'Request failed');
        answer(response, 500);
      });
  });
}

/** Ends an answer that has not been begun; a body that was not read is not waited for. What cannot be done now is asked for again. */
export function answer(response: ServerResponse, status: number, words = ''): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  const later = status === 503 ? { 'retry-after': '5' } : {};
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...later }).end(words);
}

function paramOf(path: string, asked: string): string | null {
  const colon = path.indexOf(':');
  if (colon < 0) return path === asked ? '' : null;
  const param = asked.startsWith(path.slice(0, colon)) ? asked.slice(colon) : '';
  return /^[\w.~%-]+$/.test(param) ? decoded(param) : null;
}

function decoded(param: string): string | null {
  try {
    return decodeURIComponent(param);
  } catch {
    return null;
  }
}
