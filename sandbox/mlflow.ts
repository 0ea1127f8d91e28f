import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { freePort } from './ports.ts';
import { type Running, start } from './processes.ts';
import { python, type Say } from './python.ts';

/** A real MLflow server on the loopback interface, with webhooks to it allowed and uncached. */
export type MlflowServer = {
  readonly url: string;
  /** The administrator of a server that asks for a name and a password; null where none is asked for. */
  readonly admin: { readonly username: string; readonly password: string } | null;
  readonly process: Running;
  stop(): Promise<void>;
};

type Options = { readonly auth?: 'none' | 'basic'; readonly port?: number; readonly say?: Say };

const administrator = { username: 'admin', password: 'signalbox-sandbox' };
const patienceMs = 180_000;

/** Starts MLflow over a folder that keeps its database and files, so that a server can be started again where it stopped. */
export async function startMlflow(folder: string, { auth = 'none', port, say }: Options = {}): Promise<MlflowServer> {
  const { bin } = await python('mlflow', say);
  await mkdir(folder, { recursive: true });
  const chosen = port ?? (await freePort());
  const child = start(join(bin, 'mlflow'), [...options(folder, chosen), ...(await basicAuth(folder, auth))], {
    cwd: folder,
    env: { ...settings, ...(auth === 'basic' ? { MLFLOW_AUTH_CONFIG_PATH: join(folder, 'auth.ini') } : {}) },
  });
  const url = `http://127.0.0.1:${chosen}`;
  await healthy(url, child);
  return { url, admin: auth === 'basic' ? administrator : null, process: child, stop: () => child.stop() };
}

const settings = {
  MLFLOW_WEBHOOK_ALLOWED_SCHEMES: 'http,https',
  MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: 'true',
  MLFLOW_WEBHOOK_CACHE_TTL: '0',
  MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY: 'c2lnbmFsYm94LXNhbmRib3gtZmVybmV0LWtleS0wMDE=',
  MLFLOW_FLASK_SERVER_SECRET_KEY: randomBytes(16).toString('hex'),
  MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
  MLFLOW_DISABLE_TELEMETRY: 'true',
  DO_NOT_TRACK: 'true',
};

function options(folder: string, port: number): readonly string[] {
  const store = `sqlite:///${join(folder, 'mlflow.db')}`;
  const files = join(folder, 'artifacts');
  const where = ['--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
  return ['server', '--backend-store-uri', store, '--artifacts-destination', files, ...where];
}

async function basicAuth(folder: string, auth: 'none' | 'basic'): Promise<readonly string[]> {
  if (auth === 'none') return [];
  const lines = [
    '[mlflow]',
    'default_permission = READ',
    `database_uri = sqlite:///${join(folder, 'auth.db')}`,
    `admin_username = ${administrator.username}`,
    `admin_password = ${administrator.password}`,
    'authorization_function = mlflow.server.auth:authenticate_request_basic_auth',
  ];
  await writeFile(join(folder, 'auth.ini'), `${lines.join('\n')}\n`);
  return ['--app-name', 'basic-auth'];
}

async function healthy(url: string, child: Running): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isUp(url))) {
    if (child.ended() || Date.now() > deadline) throw new Error(`MLflow did not start at ${url}:\n${child.printed()}`);
    await pause(200);
  }
}

async function isUp(url: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${url}/health`, { headersTimeout: 5_000, bodyTimeout: 5_000 });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}
