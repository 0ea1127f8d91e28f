import { join } from 'node:path';
import { request } from 'undici';
import { onTestFinished } from 'vitest';
import { manifest } from '../../handlers/manifest.ts';
import { freePort } from '../../sandbox/ports.ts';
import { start } from '../../sandbox/processes.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';

const root = join(import.meta.dirname, '../..');

/** The program that is deployed. */
export const main = join(root, 'src/main.ts');

/** A local Slack with the channels of the policy that is deployed. */
export async function slackWorkspace() {
  const slack = await startWorkspace({
    manifest: manifest({ transport: 'http' }),
    people: [
      { id: 'U0PAT', name: 'pat' },
      { id: 'U0FIRST', name: 'first' },
    ],
    channels: ['ADMIN', 'DEV', 'STAGING', 'PROD'].map((name) => ({
      id: `C0${name}`,
      name: name.toLowerCase(),
      people: ['pat', 'first'],
      app: true,
    })),
  });
  onTestFinished(() => slack.close());
  return slack;
}

export interface Settings {
  readonly role: 'edge' | 'worker' | 'all';
  readonly redis: string;
  readonly slack: { readonly apiUrl: string; readonly botToken: string };
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the program as it is deployed, without waiting until it is ready. */
export async function launched({ role, redis, slack, env = {} }: Settings) {
  const [port, health] = [await freePort(), await freePort()];
  const settings = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: 'sandbox-signing-secret',
    SLACK_API_URL: slack.apiUrl,
    REDIS_URL: redis,
    SIGNALBOX_POLICY: join(root, 'deploy/policy.yml'),
    SIGNALBOX_ROLE: role,
    MLFLOW_WEBHOOK_SECRET: 'a-secret-of-registries',
    PORT: String(port),
    HEALTH_PORT: String(health),
    ...env,
  };
  const child = start(process.execPath, [main], { env: settings });
  onTestFinished(() => child.stop());
  const page = async (path: string) => {
    const { statusCode, body } = await request(`http://127.0.0.1:${health}${path}`);
    return { status: statusCode, text: await body.text() };
  };
  const ready = () =>
    child.ended() ? Promise.reject(new Error(child.printed())) : page('/readyz').then(({ status }) => status === 200);
  return { port, page, child, ready };
}
