import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { readArguments } from './api/arguments.ts';
import { answerCall, faulty } from './api/dispatch.ts';
import { pause } from './clock.ts';
import { respond } from './delivery/response-url.ts';
import type { Json, JsonObject } from './json.ts';
import { isDown, type Machinery, record } from './machinery.ts';

/** The routes that an app sees: the Web API, response URLs, and files. `more` adds routes that stay up while all else is down. */
export function slackServer(machinery: Machinery, more: (app: Express) => void): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  more(app);
  app.use((_request: Request, response: Response, next: NextFunction) => {
    if (isDown(machinery)) response.socket?.destroy();
    else next();
  });
  app.use(express.raw({ type: () => true, limit: '20mb' }));
  app.all('/api/:method', (request, response) => apiCall(machinery, request, response));
  app.post('/response/:team/:id', (request, response) => responseUrl(machinery, request, response));
  app.post('/upload/:id', (request, response) => upload(machinery, request, response));
  app.get('/files/:id/:name', (request, response) => download(machinery, request, response));
  return app;
}

async function apiCall(machinery: Machinery, request: Request, response: Response): Promise<void> {
  const given = await readArguments(request.headers['content-type'] ?? '', bodyOf(request));
  const { token: inBody, ...args } = { ...queryOf(request), ...given };
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? (typeof inBody === 'string' ? inBody : '');
  const reply = await answerCall(machinery, {
    method: request.params['method']?.toString() ?? '',
    token,
    args: given && args,
  });
  if (reply.lost) {
    response.socket?.destroy();
    return;
  }
  const { scopes } = machinery.world.app.manifest.oauth_config;
  response.set('x-oauth-scopes', scopes.bot.join(','));
  if (reply.retryAfter !== undefined) response.set('retry-after', String(reply.retryAfter));
  response.status(reply.status).json(reply.body);
}

function responseUrl(machinery: Machinery, request: Request, response: Response): Promise<void> {
  return plainly(machinery, response, 'response_url', async () => {
    const body = await readArguments(request.headers['content-type'] ?? '', bodyOf(request));
    const answer = respond(machinery.world, request.params['id']?.toString() ?? '', body);
    return { ...answer, request: body ?? {} };
  });
}

function upload(machinery: Machinery, request: Request, response: Response): Promise<void> {
  return plainly(machinery, response, 'upload', async () => {
    const file = machinery.world.files.get(request.params['id']?.toString() ?? '');
    const bytes = await fileBytes(request);
    const good = file !== undefined && bytes !== undefined && bytes.length === file.length;
    if (good) file.bytes = bytes;
    const text = good ? `OK - ${bytes.length}` : 'wrong length or unknown file';
    return { status: good ? 200 : 400, text, request: { bytes: bytes?.length ?? 0 } };
  });
}

type Plain = { readonly status: number; readonly text: string; readonly request: JsonObject };

/** What is answered in plain text, under the same faults as the methods, and written down. */
async function plainly(
  machinery: Machinery,
  response: Response,
  name: string,
  work: () => Promise<Plain>,
): Promise<void> {
  const { faults, world } = machinery;
  const started = performance.now();
  const latency = faults.strike('latency', name);
  if (latency) await pause(latency.ms);
  const struck = faulty(machinery, name);
  const plain = struck ? { status: struck.status, text: String(struck.body['error']), request: {} } : await work();
  const lost = struck ? undefined : faults.strike('answer-lost', name);
  record(world, {
    direction: 'from-app',
    name,
    status: plain.status,
    ms: Math.round(performance.now() - started),
    refused: plain.status === 200 ? undefined : plain.text,
    fault: struck?.fault ?? lost?.kind ?? latency?.kind,
    request: plain.request,
    answer: { text: plain.text },
  });
  if (lost || struck?.lost) {
    response.socket?.destroy();
    return;
  }
  if (struck?.retryAfter !== undefined) response.set('retry-after', String(struck.retryAfter));
  response.status(plain.status).type('text/plain').send(plain.text);
}

function download({ world }: Machinery, request: Request, response: Response): void {
  const file = world.files.get(request.params['id']?.toString() ?? '');
  if (!file?.bytes) response.status(404).end();
  else response.type(file.name.split('.').at(-1) ?? 'bin').send(file.bytes);
}

async function fileBytes(request: Request): Promise<Buffer | undefined> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/')) return bodyOf(request);
  const form = await new globalThis.Response(new Uint8Array(bodyOf(request)), {
    headers: { 'content-type': type },
  }).formData();
  const file = [...form.values()].find((value) => typeof value !== 'string');
  return file && typeof file !== 'string' ? Buffer.from(await file.arrayBuffer()) : undefined;
}

function bodyOf(request: Request): Buffer {
  const body: unknown = request.body;
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function queryOf(request: Request): JsonObject {
  const query = new URL(request.originalUrl, 'http://localhost').searchParams;
  return Object.fromEntries([...query].map(([name, value]): [string, Json] => [name, value]));
}
