import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { freePort } from '../../sandbox/ports.ts';
import { run, start } from '../../sandbox/processes.ts';
import { python } from '../../sandbox/python.ts';
import { redisProgram } from '../../sandbox/redis.ts';
import { readConfig, secretsOf, settingNames } from '../../src/config.ts';
import { envNames } from '../../src/policy/env-names.ts';
import { parsePolicy } from '../../src/policy/parse.ts';
import { checkRedis } from '../../src/store/check-redis.ts';
import { openRedis } from '../../src/store/connection.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFile(join(root, path), 'utf8');

const Text = z.union([z.string(), z.number()]).transform(String);
const Service = z.object({
  image: z.string().optional(),
  build: z.literal('.').optional(),
  command: z.array(Text).optional(),
  environment: z.record(z.string(), Text).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.unknown()).default({}),
});
const Compose = z.object({ services: z.record(z.string(), Service), volumes: z.record(z.string(), z.null()) });

async function compose() {
  const text = await read('docker-compose.yml');
  const { services, volumes } = Compose.parse(parse(text, { merge: true }));
  const ours = Object.fromEntries(Object.entries(services).filter(([, { build }]) => build !== undefined));
  const mlflow = Object.fromEntries(Object.entries(services).filter(([, { command }]) => command?.[0] === 'mlflow'));
  return { text, services, volumes, ours, mlflow };
}

async function policy() {
  const parsed = parsePolicy(await read('deploy/policy.yml'), 'deploy/policy.yml');
  if (!parsed.ok) throw new Error(parsed.problems.map(({ line, words }) => `${line}: ${words}`).join('\n'));
  return parsed.policy;
}

/** `${NAME:-default}` and `${NAME:?why}` as compose fills them in from what somebody has set. */
function filledIn(text: string, set: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, how?: string, other?: string) => {
    const value = set[name] ?? (how === '-' ? other : undefined);
    if (value === undefined) throw new Error(`${name} has to be set`);
    return value;
  });
}

function instructions(dockerfile: string) {
  const joined = dockerfile.replaceAll(/\\\n\s*/g, '');
  return joined
    .split('\n')
    .map((line) => /^([A-Z]+) (.*)$/.exec(line))
    .filter((found) => found !== null)
    .map(([, name = '', rest = '']) => ({ name, rest }));
}

const Commands = z.array(z.string());

test('every file and folder that the image takes exists, and nothing it needs is left out', async () => {
  const all = instructions(await read('Dockerfile'));
  const copied = all.filter(({ name }) => name === 'COPY').flatMap(({ rest }) => rest.split(' ').slice(0, -1));
  for (const path of copied) expect(await stat(join(root, path)), path).toBeTruthy();
  const let_in = (await read('.dockerignore')).split('\n').filter((line) => line.startsWith('!'));
  expect(let_in.map((line) => line.slice(1)).sort()).toEqual(copied.map((path) => path.replace('./', '')).sort());
  expect(copied).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'src', 'handlers', 'blocks']));
});

test('the image runs Node 24 without a build, not as root, and asks its own health page', async () => {
  const all = instructions(await read('Dockerfile'));
  const of = (wanted: string) => all.filter(({ name }) => name === wanted).map(({ rest }) => rest);
  const major = (await read('.node-version')).trim().split('.')[0];
  expect(of('FROM')).toEqual([`node:${major}-slim`]);
  expect(of('USER')).toEqual(['node']);
  expect(of('RUN')).toEqual(['npm ci --omit=dev --omit=optional']);
  const [program, file = ''] = Commands.parse(JSON.parse(of('CMD')[0] ?? '[]'));
  expect(program).toBe('node');
  expect(z.object({ scripts: z.object({ start: z.string() }) }).parse(JSON.parse(await read('package.json')))).toEqual({
    scripts: { start: `node ${file}` },
  });
  expect((await stat(join(root, file))).isFile()).toBe(true);
  const named = Array.from((of('HEALTHCHECK')[0] ?? '').matchAll(/process\.env\.(\w+)/g), ([, name]) => name);
  expect(named.every((name) => settingNames.includes(name ?? ''))).toBe(true);
});

test('what runs has every setting that it needs, and none that nobody reads', async () => {
  const { ours } = await compose();
  expect(Object.keys(ours)).toEqual(['edge', 'worker']);
  const set = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret', MLFLOW_WEBHOOK_SECRET: 'hook' };
  const references = envNames(await policy());
  for (const [role, { environment }] of Object.entries(ours)) {
    const env = Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, filledIn(text, set)]));
    expect(readConfig(env)).toMatchObject({ kind: 'read', value: { SIGNALBOX_ROLE: role } });
    expect(
      secretsOf(
        references.map((name) => `env:${name}`),
        env,
      ).kind,
    ).toBe('read');
    const known = [...settingNames, ...references];
    expect(Object.keys(env).filter((name) => !known.includes(name))).toEqual([]);
  }
});

test('mounts, ports and addresses belong together', async () => {
  const { services, volumes, ours, mlflow } = await compose();
  for (const { volumes: mounts } of Object.values(services)) {
    for (const mount of mounts) {
      const [from = '', to] = mount.split(':');
      if (!from.startsWith('./')) expect(volumes).toHaveProperty([from]);
      else expect((await stat(join(root, from))).isFile(), from).toBe(true);
      if (from === './deploy/policy.yml') expect(ours['edge']?.environment['SIGNALBOX_POLICY']).toBe(to);
    }
  }
  expect(new URL(ours['edge']?.environment['PUBLIC_URL'] ?? '').host).toBe(`edge:${ours['edge']?.environment['PORT']}`);
  const { registries } = await policy();
  expect(Object.keys(mlflow)).toEqual(Object.keys(registries));
  for (const [name, { command = [] }] of Object.entries(mlflow)) {
    const { host, hostname, port } = new URL(registries[name]?.url ?? '');
    expect(hostname).toBe(name);
    expect(command).toContain(`--port=${port}`);
    const hosts = command
      .find((part) => part.startsWith('--allowed-hosts='))
      ?.split('=')[1]
      ?.split(',');
    expect(hosts).toContain(host);
  }
  for (const { depends_on } of Object.values(services)) {
    for (const name of Object.keys(depends_on)) expect(services).toHaveProperty([name]);
  }
});

test('Redis as it is started here is what Signalbox asks for', async () => {
  const [program, ...flags] = (await compose()).services['redis']?.command ?? [];
  expect(program).toBe('redis-server');
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-compose-'));
  const port = await freePort();
  const where = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder];
  const server = start(await redisProgram(), [...flags, ...where]);
  const redis = openRedis(`redis://127.0.0.1:${port}`);
  onTestFinished(async () => {
    redis.disconnect();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  expect(
    await until(async () => {
      if (redis.status !== 'ready') await redis.connect();
      return checkRedis(redis);
    }),
  ).toEqual([]);
});

test('MLflow knows every option and variable that it is started with', async () => {
  const { mlflow } = await compose();
  const { bin } = await python('mlflow');
  const help = await run(join(bin, 'mlflow'), ['server', '--help']);
  const options = new Set(Object.values(mlflow).flatMap(({ command = [] }) => command.slice(2)));
  for (const option of options) expect(help).toContain(option.split('=')[0]);
  const code = 'import mlflow.environment_variables as e; print(open(e.__file__).read())';
  const known = await run(join(bin, 'python'), ['-c', code]);
  const names = new Set(Object.values(mlflow).flatMap(({ environment }) => Object.keys(environment)));
  for (const name of names) expect(known).toContain(`"${name}"`);
}, 600_000);

test('every variable that somebody has to set is explained', async () => {
  const { text } = await compose();
  const names = new Set(Array.from(text.matchAll(/\$\{(\w+)/g), ([, name = '']) => name));
  const manual = await read('docs/operations.md');
  for (const name of names) expect(settingNames.includes(name) || manual.includes(`\`${name}\``), name).toBe(true);
});
