import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import { freePort } from '../ports.ts';
import { type Running, start } from '../processes.ts';

const checkout = dirname(dirname(import.meta.dirname));
const patienceMs = 60_000;

/** One process of Signalbox, as anybody would start it. */
export type Signalbox = {
  readonly process: Running;
  readonly health: string;
};

/** Starts `node src/main.ts` with this environment and waits until it is ready to work. */
export async function startSignalbox(
  env: Readonly<Record<string, string>>,
  options: { readonly log?: string } = {},
): Promise<Signalbox> {
  const health = await freePort();
  const child = start(process.execPath, ['src/main.ts'], {
    cwd: checkout,
    env: { ...env, HEALTH_PORT: String(health) },
    ...options,
  });
  const url = `http://127.0.0.1:${health}`;
  const deadline = Date.now() + patienceMs;
  while (!(await isReady({ health: url }))) {
    if (child.ended() || Date.now() > deadline) throw new Error(`Signalbox did not start:\n${child.printed()}`);
    await pause(50);
  }
  return { process: child, health: url };
}

/** Changes their policy file, tells them all to read it again, and waits until each follows the new policy. */
export async function reread(all: readonly Signalbox[], change: () => Promise<void>): Promise<void> {
  const before = Math.max(0, ...(await Promise.all(all.map(policyOf))));
  await change();
  for (const { process } of all) process.signal('SIGHUP');
  await Promise.all(all.map((one) => follows(one, before)));
}

async function follows(signalbox: Signalbox, before: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  // One that was killed meanwhile follows nothing any more.
  while (!signalbox.process.ended() && (await policyOf(signalbox)) <= before) {
    if (Date.now() > deadline) throw new Error(`Signalbox did not take the policy:\n${signalbox.process.printed()}`);
    await pause(100);
  }
}

const Readiness = z.object({ checks: z.array(z.object({ name: z.string(), words: z.string() })) });

/** The number of the policy that it follows; 0 while another one is active, and while it does not answer. */
async function policyOf({ health }: Signalbox): Promise<number> {
  const said = await request(`${health}/readyz`, { headersTimeout: 5_000, bodyTimeout: 5_000 }).catch(() => null);
  if (said === null) return 0;
  const { checks } = Readiness.parse(await said.body.json());
  const { words = '' } = checks.find(({ name }) => name === 'policy') ?? {};
  return Number(/^Policy (\d+) is active\.$/.exec(words)?.[1] ?? 0);
}

/** Whether it says that it can do its work. */
export async function isReady({ health }: Pick<Signalbox, 'health'>): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${health}/readyz`, { headersTimeout: 5_000, bodyTimeout: 5_000 });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}
