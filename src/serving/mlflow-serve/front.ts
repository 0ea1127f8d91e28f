import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** Where predictions come from. */
export interface Target {
  readonly port: number;
  readonly version: string;
}

/** One address for predictions, whichever version they come from. */
export interface Front {
  /** From now on they come from there; null: from nowhere. */
  to(target: Target | null): void;
  /** When everything that was asked of it before has been answered, or ten seconds have passed. */
  drained(target: Target): Promise<void>;
}

const patienceMs = 10_000;

/** Listens on the loopback interface and passes every request on to the version that is live; each answer names it. */
export async function startFront(port: number): Promise<Front> {
  let live: Target | null = null;
  const open = new Map<Target, number>();
  const count = (target: Target, by: number) => open.set(target, (open.get(target) ?? 0) + by);
  async function serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const target = live;
    if (target === null) return void answer.writeHead(503, { 'retry-after': '5' }).end('No version is served.\n');
    count(target, 1);
    await passOn(asked, answer, target).catch(() => broken(answer));
    count(target, -1);
  }
  const server = createServer((asked, answer) => void serve(asked, answer));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    to(target) {
      live = target;
    },
    async drained(target) {
      const deadline = Date.now() + patienceMs;
      while ((open.get(target) ?? 0) > 0 && Date.now() < deadline) await pause(50);
      open.delete(target);
    },
  };
}

async function passOn(asked: IncomingMessage, answer: ServerResponse, { port, version }: Target): Promise<void> {
  const { method, url: path, headers } = asked;
  const onward = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
  const [got] = await Promise.all([answered(onward), pipeline(asked, onward)]);
  answer.writeHead(got.statusCode ?? 502, { ...got.headers, 'x-model-version': version });
  await pipeline(got, answer);
}

function answered(onward: ReturnType<typeof request>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => onward.once('response', resolve).once('error', reject));
}

function broken(answer: ServerResponse): void {
  if (answer.headersSent) answer.destroy();
  else answer.writeHead(502).end('The version that is served did not answer.\n');
}
