import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { freePort } from '../sandbox/ports.ts';
import { type Running, run, start } from '../sandbox/processes.ts';
import { startRedis } from '../sandbox/redis.ts';
import { secrets } from './requests.ts';

/** Everything under test, alive at once, and where it is. */
export interface Servers {
  readonly bolt: string;
  readonly sameBolt: string;
  readonly webhook: string;
  readonly sameWebhook: string;
  readonly edge: string;
  /** Where the edge sends its answers to people. */
  readonly answers: string;
  /** Which CPUs were given to whom, in words. */
  readonly cpus: string;
  /** How many requests the edge has carried out, as its own metrics say. */
  carriedOut(): Promise<number>;
  /** Memory of the edge now, in megabytes. */
  edgeMemory(): Promise<number>;
  stop(): Promise<void>;
}

const here = import.meta.dirname;
const patienceMs = 20_000;

/** Starts the bare servers, a stand-in for Slack, Redis with every write on disk, and a real edge. */
export async function startServers(): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-bench-'));
  const started: { stop(): Promise<void> }[] = [];
  const child = async (file: string) => {
    const port = await freePort();
    const process_ = start(process.execPath, [join(here, 'servers', file), String(port)]);
    started.push(process_);
    await until(process_, () => process_.printed().startsWith('ready'));
    return { url: `http://127.0.0.1:${port}`, pid: process_.pid };
  };
  const redis = await startRedis(folder);
  started.push(redis);
  const slack = await child('slack.ts');
  const bare = [await child('bare-bolt.ts'), await child('bare-bolt.ts')] as const;
  const hooks = [await child('bare-webhook.ts'), await child('bare-webhook.ts')] as const;
  const edge = await startEdge(redis.url, slack.url, folder);
  started.push(edge.process);
  const measured = [...bare, ...hooks, edge.process].map(({ pid }) => pid);
  return {
    bolt: bare[0].url,
    sameBolt: bare[1].url,
    webhook: hooks[0].url,
    sameWebhook: hooks[1].url,
    edge: edge.url,
    answers: `${slack.url}/answer`,
    cpus: await pin(measured, [redis.process.pid, slack.pid, process.pid]),
    carriedOut: () => carriedOut(edge.health),
    edgeMemory: async () => Number(await run('ps', ['-o', 'rss=', '-p', String(edge.process.pid)])) / 1_024,
    async stop() {
      await Promise.all(started.map((one) => one.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startEdge(redis: string, slack: string, folder: string) {
  const [port, health] = [await freePort(), await freePort()];
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: secrets.signing,
    SLACK_API_URL: `${slack}/api/`,
    REDIS_URL: redis,
    SIGNALBOX_POLICY: join(here, 'servers', 'policy.yml'),
    SIGNALBOX_ROLE: 'edge',
    MLFLOW_WEBHOOK_SECRET: secrets.webhook,
    PORT: String(port),
    HEALTH_PORT: String(health),
  };
  // Its log goes to a file: reading it here would cost the generator what it is to measure.
  const main = join(here, '..', 'src', 'main.ts');
  const edge = start('sh', ['-c', 'exec "$0" "$1" >"$2"', process.execPath, main, join(folder, 'edge.log')], { env });
  await until(edge, () => isReady(`http://127.0.0.1:${health}/readyz`));
  return { url: `http://127.0.0.1:${port}`, health: `http://127.0.0.1:${health}`, process: edge };
}

async function carriedOut(health: string): Promise<number> {
  const { body } = await request(`${health}/metrics`);
  const counts = (await body.text()).matchAll(/^signalbox_request_seconds_count\{.*\} (\d+)$/gm);
  return Array.from(counts, ([, count]) => Number(count)).reduce((sum, count) => sum + count, 0);
}

async function isReady(url: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(url);
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}

async function until(child: Running, check: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await check())) {
    if (child.ended() || Date.now() > deadline) throw new Error(`A server did not start:\n${child.printed()}`);
    await pause(50);
  }
}

/** One CPU for what is measured, another for the load, Redis and Slack; elsewhere than on Linux the system decides. */
async function pin(measured: readonly number[], load: readonly number[]): Promise<string> {
  if (availableParallelism() < 2) return 'one CPU for everything: the generator takes from what it measures';
  try {
    for (const [cpu, pids] of [measured, load].entries()) {
      for (const pid of pids) await run('taskset', ['-a', '-c', '-p', String(cpu), String(pid)]);
    }
    return 'servers on CPU 0; generator, Redis and Slack on CPU 1';
  } catch {
    return 'not pinned: taskset is not here';
  }
}
