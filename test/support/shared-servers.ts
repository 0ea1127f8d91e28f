import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { TestProject } from 'vitest/node';
import { startMlflow } from '../../sandbox/mlflow.ts';
import { databases, startRedis } from '../../sandbox/redis.ts';

type Server = { readonly url: string; stop(): Promise<void> };
type Answers = Readonly<Record<string, () => Promise<object>>>;

const say = (line: string): boolean => process.stderr.write(`${line}\n`);

/** Starts the servers that the test files share, each once and only when a file asks for it, and ends them after the last file. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-tests-'));
  const started: Promise<Server>[] = [];
  const desk = createServer(answering(answers(folder, started))).listen(0, '127.0.0.1');
  await once(desk, 'listening');
  const address = desk.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  project.provide('sharedServers', `http://127.0.0.1:${port}`);
  return async () => {
    desk.close();
    desk.closeAllConnections();
    const servers = await Promise.allSettled(started);
    await Promise.all(servers.map((server) => (server.status === 'fulfilled' ? server.value.stop() : undefined)));
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
}

function answers(folder: string, started: Promise<Server>[]): Answers {
  const redis = kept(started, () => startRedis(join(folder, 'redis'), { say }));
  const mlflow = (name: string, auth: 'none' | 'basic') => {
    const server = kept(started, () => startMlflow(join(folder, name), { auth, say }));
    return async () => {
      const { url, admin } = await server();
      return { url, admin };
    };
  };
  let taken = 0;
  return {
    '/redis': async () => {
      const { url, port } = await redis();
      const database = 1 + (taken++ % (databases - 1));
      await empty(port, database);
      return { url: `${url}/${database}`, port, database };
    },
    '/mlflow/dev': mlflow('dev', 'none'),
    '/mlflow/staging': mlflow('staging', 'none'),
    '/mlflow/production': mlflow('production', 'none'),
    '/mlflow/basic-auth': mlflow('basic-auth', 'basic'),
  };
}

function kept<S extends Server>(started: Promise<Server>[], make: () => Promise<S>): () => Promise<S> {
  let server: Promise<S> | undefined;
  return () => {
    if (server === undefined) {
      server = make();
      started.push(server);
    }
    return server;
  };
}

async function empty(port: number, database: number): Promise<void> {
  const client = new Redis({ host: '127.0.0.1', port, db: database });
  await client.flushdb();
  client.disconnect();
}

function answering(answers: Answers): RequestListener {
  return (request, response) => {
    const answer =
      answers[request.url ?? ''] ?? (() => Promise.reject(new Error(`No shared server at ${request.url}`)));
    answer().then(
      (body) => response.end(JSON.stringify(body)),
      (cause: unknown) => response.writeHead(500).end(String(cause)),
    );
  };
}
