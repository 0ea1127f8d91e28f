import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { App, HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Clock, Log } from '../src/ports.ts';
import { inFlight } from './in-flight.ts';
import { readBody } from './read-body.ts';
import { answer, type Route, routeServer } from './routes.ts';
import { clientOptions, type SlackAccess } from './slack-clients.ts';
import { isFromSlack } from './slack-signature.ts';

/** Where Slack sends commands, clicks and events over HTTP. */
export const slackPath = '/slack/events';
const mostBytes = 1_048_576;
/** How long asking for a socket may take; without it a Slack that falls silent is waited for as long as the network lets it. */
const timeout = 10_000;

export interface EdgeOptions {
  readonly access: SlackAccess;
  /** Our own ids, from `auth.test`. */
  readonly self: { readonly botId: string; readonly botUserId: string };
  /** HTTP: the newest first; the others are still accepted. */
  readonly signingSecrets: readonly string[];
  /** Socket Mode when set. */
  readonly appToken: string | null;
  readonly routes: readonly Route[];
  readonly port: number;
  readonly host?: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Slack's side of the process: Bolt, the port it listens on, and how it ends. */
export interface SlackEdge {
  readonly app: App;
  /** Listens, connects, and answers with the port. */
  start(): Promise<number>;
  /** Resolves when no request is being handled, or after `withinMs`: then answers how many still are. */
  idle(withinMs: number): Promise<number>;
  /** Takes nothing new, lets what runs end, and is gone after `withinMs` at the latest. */
  stop(withinMs: number): Promise<void>;
}

/** Bolt over HTTP or Socket Mode. One server of our own carries Slack's requests and the routes, so both stop together. */
export function slackEdge(options: EdgeOptions): SlackEdge {
  const { access, self, log, host, port } = options;
  const { receiver, routes } = options.appToken === null ? overHttp(options) : overSocket(options, options.appToken);
  const app = new App({
    receiver,
    token: access.token,
    botId: self.botId,
    botUserId: self.botUserId,
    tokenVerificationEnabled: false,
    clientOptions: clientOptions(access, 0),
    convoStore: false,
    deferInitialization: true,
    logger: access.logger,
  });
  const running = inFlight();
  app.use(({ next }) => running.run(next));
  app.error(async (error) => {
    log.error({ error }, 'Slack request failed');
    throw error;
  });
  const server = routeServer([...options.routes, ...routes], running, log);
  return {
    app,
    async start() {
      await app.init();
      server.listen(port, host);
      await once(server, 'listening');
      if (options.appToken !== null) await receiver.start();
      return portOf(server);
    },
    idle: running.idle,
    async stop(withinMs) {
      const closed = new Promise((resolve) => server.close(resolve));
      const left = await running.idle(withinMs);
      if (left > 0) log.warn({ left }, 'Stopped before all requests had ended');
      if (options.appToken !== null) await receiver.stop();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Way {
  readonly receiver: Receiver;
  readonly routes: readonly Route[];
}

/** We check signature and time ourselves: Bolt takes one secret only, and lets the future through. */
function overHttp({ signingSecrets, clock, access }: EdgeOptions): Way {
  const [signingSecret = ''] = signingSecrets;
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: slackPath,
    signatureVerification: false,
    unhandledRequestTimeoutMillis: 2_800,
    logger: access.logger,
  });
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, mostBytes);
    if (body.kind !== 'read') return answer(response, body.kind === 'too-large' ? 413 : 408);
    if (isSslCheck(body.bytes)) return answer(response, 200);
    if (!isFromSlack(request.headers, body.bytes, signingSecrets, clock())) return answer(response, 401);
    request.headers['content-type'] = request.headers['content-type']?.split(';')[0]?.trim();
    receiver.requestListener(Object.assign(request, { rawBody: body.bytes }), response);
  };
  return { receiver, routes: [{ method: 'POST', path: slackPath, handle }] };
}

function overSocket({ access }: EdgeOptions, appToken: string): Way {
  const { apiUrl: slackApiUrl, logger } = access;
  return {
    receiver: new SocketModeReceiver({
      appToken,
      logger,
      installerOptions: { clientOptions: { slackApiUrl, timeout } },
    }),
    routes: [],
  };
}

/** Slack asks whether the port speaks TLS: unsigned, and with nothing in it. */
function isSslCheck(body: Buffer): boolean {
  return body.length < 200 && new URLSearchParams(body.toString()).get('ssl_check') === '1';
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
