import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Version } from '../../release/ids.ts';
import { predicted } from './predicted.ts';
import type { Options } from './schema.ts';

/** One version, served on a port of its own. */
export interface ModelServer {
  readonly port: number;
  readonly version: Version;
  /** When its process has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Serves as long as its standard input stays open, so that nothing is left over when the supervisor dies: then the whole group is
 * asked to end, and killed five seconds later.
 */
const untilInputCloses = `
exec 3<&0
PATH=$1:$PATH MLFLOW_TRACKING_URI=$2 MLFLOW_DISABLE_TELEMETRY=true
export PATH MLFLOW_TRACKING_URI MLFLOW_DISABLE_TELEMETRY
shift 2
"$@" 3<&- </dev/null &
served=$!
(trap '' TERM; read -r _ <&3; kill -TERM 0; sleep 5; kill -KILL 0) &
exec 3<&- </dev/null
wait "$served"
`;

const startingMs = 180_000;

/** Starts a version and waits until it has answered the question; throws in words for people when it does not come to that. */
export async function startModelServer(
  { bin, mlflow, name, question }: Options,
  version: Version,
  signal: AbortSignal,
): Promise<ModelServer> {
  const port = await freePort();
  const uri = `models:/${name}/${version}`;
  const where = ['-h', '127.0.0.1', '-p', String(port), '--env-manager', 'local'];
  const command = ['mlflow', 'models', 'serve', '-m', uri, ...where];
  const child = spawn('/bin/sh', ['-c', untilInputCloses, 'serve', bin, mlflow, ...command], { detached: true });
  const last = lastPrinted(child);
  const ended = once(child, 'exit').catch(() => {});
  const server = { port, version, ended, stop: () => stopped(child, ended) };
  try {
    await up(server, child, AbortSignal.any([signal, AbortSignal.timeout(startingMs)]));
    await predicted(port, question);
    return server;
  } catch (cause) {
    await server.stop();
    throw new Error(`v${version} did not start: ${reasonIn(last()) ?? wordsOf(cause)}`, { cause });
  }
}

/** The last thing that an error's words or a program's own last lines say of why. */
function reasonIn(printed: string): string | null {
  const errors = [...printed.matchAll(/^\w*(?:Error|Exception): .+$/gm)].map(([line]) => line);
  return errors.findLast((line) => !line.startsWith('Exception: Command')) ?? null;
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

async function up(server: ModelServer, child: ChildProcess, signal: AbortSignal): Promise<void> {
  while (!(await answersPing(server.port))) {
    signal.throwIfAborted();
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('its process ended');
    await pause(200);
  }
}

function answersPing(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/ping`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function stopped(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.stdin?.end();
  await ended;
}

function lastPrinted(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: unknown) => {
    text = (text + String(chunk)).slice(-20_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  // One that has ended takes no more input.
  child.stdin?.on('error', () => {});
  child.on('error', keep);
  return () => text;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
