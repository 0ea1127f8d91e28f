import { join } from 'node:path';
import { freePort } from '../ports.ts';
import { type RedisServer, startRedis } from '../redis.ts';
import type { Workspace } from '../slack/control/workspace-control.ts';
import { servingSecret } from './endpoint.ts';
import { startCompany } from './people.ts';
import { policyOnDisk } from './policy-file.ts';
import type { Places, PolicyModel } from './policy-text.ts';
import type { Step } from './progress.ts';
import { isReady, type Signalbox, startSignalbox } from './signalbox.ts';
import type { Transport } from './troubles.ts';
import { reportsSecret, startWatching, type Watching, watchToken } from './watching.ts';

/** Everything around the registries: Redis, Slack, Prometheus, Alertmanager, and the processes of Signalbox that were started. */
export type System = {
  readonly slack: Workspace;
  /** What Prometheus watches, and where it is. */
  readonly watching: Pick<Watching, 'counts' | 'prometheus'>;
  /** What every process of Signalbox is started with, and the command line too. */
  readonly env: Readonly<Record<string, string>>;
  /** Where registries and Slack reach Signalbox. */
  readonly origin: string;
  readonly policyFile: string;
  /** Starts a process of Signalbox; `other` settings go over the usual ones. */
  start(role: Role, other?: Readonly<Record<string, string>>): Promise<Signalbox>;
  /** Ends a process of Signalbox as an upgrade does, or at once as a lost machine does. */
  end(signalbox: Signalbox, how: 'asked' | 'killed'): Promise<void>;
  /** Ends Redis as a power cut does, and starts it again over what it had written. */
  restartRedis(): Promise<void>;
  /** Puts further models into the policy file, or others in the place of those of the same names, and waits until every process follows it. */
  setModels(models: readonly PolicyModel[]): Promise<void>;
  /** Whether every process of Signalbox can do its work now. */
  areReady(): Promise<boolean>;
  stop(): Promise<void>;
};

export type Role = 'all' | 'edge' | 'worker';

type Options = {
  readonly folder: string;
  readonly places: Omit<Places, 'prometheus'>;
  readonly step: Step;
  readonly slackPort?: number;
  /** How Slack reaches Signalbox; by HTTP. */
  readonly transport?: Transport;
};

/** Starts Redis, the local Slack, Prometheus and Alertmanager, and writes the policy; Signalbox itself is started by the caller. */
export async function startSystem({ folder, places, step, slackPort, transport = 'http' }: Options): Promise<System> {
  const origin = `http://127.0.0.1:${await freePort()}`;
  const policyFile = join(folder, 'policy.yaml');
  const watching = await step('Prometheus and Alertmanager', () => startWatching(folder, origin));
  const policy = policyOnDisk(policyFile, { ...places, prometheus: watching.prometheus });
  await policy.write();
  const data = join(folder, 'redis');
  let redis: RedisServer = await step('Redis', () => startRedis(data));
  const requestUrl = `${origin}/slack/events`;
  const port = slackPort === undefined ? {} : { port: slackPort };
  const slack = await step('Slack, here', () => startCompany({ requestUrl, transport, ...port }));
  const env = environmentOf({ slack, redis, origin, policyFile, transport });
  const running = new Set<Signalbox>();
  return {
    slack,
    watching,
    env,
    origin,
    policyFile,
    async start(role, other = {}) {
      const log = join(folder, `${role}.log`);
      const signalbox = await startSignalbox({ ...env, SIGNALBOX_ROLE: role, ...other }, { log });
      running.add(signalbox);
      return signalbox;
    },
    async end(signalbox, how) {
      running.delete(signalbox);
      if (how === 'killed') signalbox.process.signal('SIGKILL');
      await signalbox.process.stop(10_000);
    },
    async restartRedis() {
      redis.process.signal('SIGKILL');
      await redis.stop();
      redis = await startRedis(data, { port: redis.port });
    },
    setModels: (models) => policy.set(models, running),
    areReady: async () => (await Promise.all([...running].map(isReady))).every(Boolean),
    async stop() {
      await Promise.allSettled([...running].map((signalbox) => signalbox.process.stop(10_000)));
      await Promise.allSettled([slack.close(), redis.stop(), watching.stop()]);
    },
  };
}

type Made = Pick<System, 'slack' | 'origin' | 'policyFile'> & {
  readonly redis: RedisServer;
  readonly transport: Transport;
};

function environmentOf({ slack, redis, origin, policyFile, transport }: Made) {
  return {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_APP_TOKEN: transport === 'socket' ? slack.appToken : '',
    REDIS_URL: redis.url,
    REDIS_REPLICAS: '0',
    SIGNALBOX_POLICY: policyFile,
    SIGNALBOX_COMMAND: '/mlops',
    SIGNALBOX_LABEL: 'demo',
    PORT: new URL(origin).port,
    PUBLIC_URL: origin,
    MLFLOW_WEBHOOK_SECRET: 'a-secret-for-the-demo',
    [servingSecret.name]: servingSecret.value,
    [watchToken.name]: watchToken.value,
    [reportsSecret.name]: reportsSecret.value,
    LOG_LEVEL: 'info',
  };
}
