import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** A registry that asks who comes in. */
export interface Guarded {
  readonly url: string;
  /** Who was let in with what, as `read GET`; and who was not. */
  readonly seen: ReadonlySet<string>;
}

/** Stands before a server: one token may do everything, another may read, and anybody else is turned away. */
export async function guarded(
  target: string,
  tokens: { readonly full: string; readonly read: string },
): Promise<Guarded> {
  const seen = new Set<string>();
  const server = createServer((asked, answer) => {
    const { method = 'GET', url = '/' } = asked;
    const who = whoIs(asked.headers.authorization, tokens);
    seen.add(`${who} ${method}`);
    const may = who === 'full' || (who === 'read' && (method === 'GET' || /\/search(\?|$)/.test(url)));
    if (may) passOn(target, asked, answer);
    else answer.writeHead(403, { 'content-type': 'application/json' }).end('{"error_code":"PERMISSION_DENIED"}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, seen };
}

function whoIs(authorization: string | undefined, { full, read }: { readonly full: string; readonly read: string }) {
  if (authorization === `Bearer ${full}`) return 'full';
  return authorization === `Bearer ${read}` ? 'read' : 'nobody';
}

function passOn(target: string, asked: IncomingMessage, answer: ServerResponse): void {
  const { host, authorization, ...headers } = asked.headers;
  const onward = request(target + (asked.url ?? '/'), { method: asked.method, headers, agent: false });
  onward.once('response', (got) => got.pipe(answer.writeHead(got.statusCode ?? 502, got.headers)));
  onward.once('error', () => answer.destroy());
  asked.pipe(onward);
}
