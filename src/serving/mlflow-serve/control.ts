import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseJson, readText } from '../../http/answer.ts';
import { isSealed } from '../../http/signature.ts';
import type { Mover } from './mover.ts';
import { type Options, Posted, Queried } from './schema.ts';

interface Answer {
  readonly status: number;
  readonly body: object;
}

const mostBytes = 64 * 1024;

/** Answers Signalbox on the loopback interface, and nobody else. */
export async function startControl({ controlPort, secret, name }: Options, mover: Mover): Promise<void> {
  async function answer(asked: IncomingMessage): Promise<Answer> {
    const { text, cut } = await readText(asked, mostBytes);
    if (cut || !isSealed(asked.headers, text, secret, Date.now()))
      return refusal(401, 'This is not signed as it has to be.');
    const { pathname, searchParams } = new URL(asked.url ?? '/', 'http://127.0.0.1');
    if (asked.method === 'POST' && pathname === '/move') return moved(parseJson(text));
    if (asked.method === 'GET' && pathname === '/state') return told(Object.fromEntries(searchParams));
    return refusal(404, 'Only POST /move and GET /state are known.');
  }
  async function moved(document: unknown): Promise<Answer> {
    const { data: order, error } = Posted.safeParse(document);
    if (order === undefined) return refusal(400, error.message);
    if (order.name !== name) return refusal(404, `Only ${name} is served here.`);
    await mover.take(order);
    return { status: 202, body: mover.look(order) };
  }
  function told(query: object): Answer {
    const { data: order, error } = Queried.safeParse(query);
    if (order === undefined) return refusal(400, error.message);
    return { status: 200, body: mover.look({ ...order, version: order.version ?? null }) };
  }
  const server = createServer((asked, response) => void respond(answer(asked), response));
  server.listen(controlPort, '127.0.0.1');
  await once(server, 'listening');
}

async function respond(answer: Promise<Answer>, response: ServerResponse): Promise<void> {
  const { status, body } = await answer.catch((cause: unknown) => refusal(500, String(cause)));
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refusal(status: number, message: string): Answer {
  return { status, body: { message } };
}
