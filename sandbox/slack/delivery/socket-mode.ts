import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { isObject, type JsonObject, objectOf, textOf } from '../json.ts';
import { isDown, type Machinery, record } from '../machinery.ts';
import { parseJson } from '../parse-json.ts';
import { randomId } from '../random.ts';
import type { Delivered, Delivery } from '../world.ts';
import type { Retry } from './http.ts';

const MOST_CONNECTIONS = 10;
const PING_MS = 10_000;
const TICKET_MS = 30_000;

/** The Socket Mode side of the workspace. */
export type SocketMode = {
  connected(): number;
  /** An address that opens one connection. */
  open(): string;
  deliver(delivery: Delivery, retry?: Retry): Promise<Delivered>;
  /** Asks the app to reconnect, as Slack does every few hours. */
  refresh(reason?: 'warning' | 'refresh_requested'): void;
  /** Breaks every connection without a word. */
  cut(): void;
  close(): void;
};

/** Accepts Socket Mode connections on an HTTP server. */
export function socketMode(machinery: Machinery, server: Server): SocketMode {
  const { world } = machinery;
  const sockets = new WebSocketServer({ noServer: true });
  const tickets = new Map<string, number>();
  const waiting = new Map<string, (body: JsonObject) => void>();
  let turn = 0;

  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    const until = tickets.get(ticket) ?? 0;
    tickets.delete(ticket);
    if (isDown(machinery) || world.clock.now() > until) stream.destroy();
    else sockets.handleUpgrade(request, stream, head, (socket) => welcome(machinery, sockets, socket, waiting));
  };
  server.on('upgrade', upgrade);
  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) socket.ping('Ping from sandbox');
  }, PING_MS).unref();

  return {
    connected: () => usable(sockets).length,
    open() {
      const ticket = randomId(world.random, '', 24);
      tickets.set(ticket, world.clock.now() + TICKET_MS);
      return `${world.wires.baseUrl.replace('http', 'ws')}/link?ticket=${ticket}&app_id=${world.app.id}`;
    },
    deliver(delivery, retry) {
      const open = usable(sockets);
      turn += 1;
      const socket = open[turn % Math.max(1, open.length)];
      if (!socket) return Promise.resolve({ outcome: 'unreachable', ms: 0, status: 0, body: {} });
      return send(machinery, socket, { delivery, retry, waiting });
    },
    refresh(reason = 'refresh_requested') {
      for (const socket of usable(sockets))
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
    },
    cut() {
      for (const socket of sockets.clients) socket.terminate();
    },
    close() {
      clearInterval(heartbeat);
      server.off('upgrade', upgrade);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

type Sending = {
  readonly delivery: Delivery;
  readonly retry: Retry | undefined;
  readonly waiting: Map<string, (body: JsonObject) => void>;
};

function usable(sockets: WebSocketServer): readonly WebSocket[] {
  return [...sockets.clients].filter((socket) => socket.readyState === WebSocket.OPEN);
}

function welcome(machinery: Machinery, sockets: WebSocketServer, socket: WebSocket, waiting: Sending['waiting']): void {
  const { app } = machinery.world;
  socket.on('error', () => socket.terminate());
  if (usable(sockets).length > MOST_CONNECTIONS) {
    socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
    socket.close();
    return;
  }
  socket.on('message', (data) => acknowledge(data, waiting));
  const count = usable(sockets).length;
  record(machinery.world, {
    direction: 'from-app',
    name: 'socket connected',
    status: 101,
    ms: 0,
    request: { connections: count },
  });
  socket.send(
    JSON.stringify({
      type: 'hello',
      num_connections: count,
      debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: app.id },
    }),
  );
}

function acknowledge(data: RawData, waiting: Sending['waiting']): void {
  const text = Buffer.isBuffer(data) ? data.toString() : '';
  const message = objectOf(parseJson(text));
  const id = textOf(message['envelope_id']);
  const payload = message['payload'];
  waiting.get(id)?.(isObject(payload) ? payload : {});
  waiting.delete(id);
}

function send(machinery: Machinery, socket: WebSocket, { delivery, retry, waiting }: Sending): Promise<Delivered> {
  const { promise, resolve } = Promise.withResolvers<Delivered>();
  const started = performance.now();
  const id = `${randomId(machinery.world.random, '', 8)}-${randomId(machinery.world.random, '', 12)}`.toLowerCase();
  const finish = (outcome: Delivered['outcome'], body: JsonObject): void => {
    clearTimeout(timer);
    socket.off('close', dropped);
    waiting.delete(id);
    resolve({ outcome, ms: Math.round(performance.now() - started), status: outcome === 'acked' ? 200 : 0, body });
  };
  const dropped = (): void => finish('unreachable', {});
  const timer = setTimeout(() => finish('timeout', {}), machinery.ackMs);
  socket.once('close', dropped);
  waiting.set(id, (body) => finish('acked', body));
  socket.send(
    JSON.stringify({
      type: delivery.kind,
      envelope_id: id,
      payload: delivery.payload,
      accepts_response_payload: delivery.kind !== 'events_api',
      ...(delivery.kind === 'events_api'
        ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }
        : {}),
    }),
  );
  return promise;
}
