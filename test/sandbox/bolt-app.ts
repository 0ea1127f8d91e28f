import { createServer } from 'node:net';
import { App, HTTPReceiver, type LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Workspace } from '../../sandbox/slack/control/workspace-control.ts';
import { until } from '../support/until.ts';

/** How the app hears from the workspace. */
export type Transport = 'http' | 'socket';

/** A small Bolt app that remembers what it was sent, in the way that Bolt gave it. */
export type BoltApp = { readonly app: App; readonly heard: Heard[]; stop(): Promise<void> };

/** One thing the app was sent. */
export type Heard = {
  readonly kind: string;
  readonly body: Record<string, unknown>;
  readonly retry?: number | undefined;
};

const QUIET = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: (): LogLevel => ERROR,
  setName() {},
};
const { LogLevel: Levels } = await import('@slack/bolt');
const ERROR = Levels.ERROR;

/** Starts a Bolt app against a workspace; `listen` registers its listeners. */
export async function boltApp(
  workspace: Workspace,
  transport: Transport,
  listen: (app: App, heard: Heard[]) => void,
): Promise<BoltApp> {
  const clientOptions = { slackApiUrl: workspace.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  const port = await freePort();
  const receiver =
    transport === 'http'
      ? new HTTPReceiver({ signingSecret: workspace.signingSecret, logger: QUIET })
      : new SocketModeReceiver({ appToken: workspace.appToken, logger: QUIET, installerOptions: { clientOptions } });
  const app = new App({
    receiver,
    token: workspace.botToken,
    clientOptions,
    convoStore: false,
    deferInitialization: true,
    logger: QUIET,
  });
  const heard: Heard[] = [];
  app.use(async ({ body, context, next }) => {
    heard.push({ kind: kindOf(body), body: { ...body }, retry: context.retryNum });
    await next();
  });
  listen(app, heard);
  await app.init();
  await app.start(port);
  workspace.sendTo(`http://127.0.0.1:${port}/slack/events`);
  if (transport === 'socket') await until(() => workspace.sockets.connected() > 0);
  return { app, heard, stop: async () => void (await app.stop()) };
}

function kindOf(body: object): string {
  if ('command' in body) return 'command';
  if ('event' in body && typeof body.event === 'object' && body.event !== null && 'type' in body.event)
    return `event ${String(body.event.type)}`;
  return 'type' in body ? String(body.type) : 'unknown';
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address !== null && typeof address === 'object' ? address.port : 0;
}
