import { readFileSync } from 'node:fs';
import { readConfig, secretsIn } from './config.ts';
import { ReleaseError } from './errors.ts';
import { jsonLog } from './log.ts';
import { policySecrets } from './main/registries.ts';
import { type Signalbox, start } from './main/start.ts';
import { checkPolicy, parsePolicy } from './policy/parse.ts';
import { problemText } from './policy/problems.ts';

const stopWithinMs = 8_000;
/** After this long it ends, whatever still runs: what was acknowledged is written down, and a step's lease ends by itself. */
const goneWithinMs = 9_500;

if (Number(process.versions.node.split('.')[0]) < 24)
  give([`Signalbox needs Node 24; this is ${process.versions.node}. Start it with npm start.`]);

const reading = readConfig();
if (reading.kind === 'problems') give(reading.problems);
const config = reading.value;

const policy = readPolicy(config.SIGNALBOX_POLICY);
if (policy.problems.length > 0) give(policy.problems);

const secrets = new Set(secretsIn(config));
const log = jsonLog({ level: config.LOG_LEVEL, secrets });
const learn = (secret: string) => void secrets.add(secret);
// Slack's Socket Mode client loses one now and then while it reconnects. All that counts is written down, so nothing has to end.
process.on('unhandledRejection', (error) => log.error({ error }, 'a promise failed that nobody waited for'));

try {
  const starting = start(config, policy.text, log, learn);
  // Also while it waits for Redis or Slack: unheard, this signal ends a process.
  process.on('SIGHUP', () => void reload(async (text) => (await starting).reload(text)));
  const signalbox = await starting;
  log.info({ role: config.SIGNALBOX_ROLE, port: signalbox.port, healthPort: signalbox.healthPort }, 'ready');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      setTimeout(() => process.exit(0), goneWithinMs);
      void end(signalbox);
    });
  }
} catch (error) {
  log.error({ error }, 'could not start');
  give(error instanceof ReleaseError ? problemsOf(error) : [String(error)]);
}

async function end({ stop }: Signalbox): Promise<void> {
  try {
    await stop(stopWithinMs);
  } catch (error) {
    log.error({ error }, 'not stopped in order');
  }
  process.exit(0);
}

/** Nobody else is made to follow a policy that this process could not follow itself. */
function missingSecrets(text: string): readonly string[] {
  const parsed = parsePolicy(text, config.SIGNALBOX_POLICY);
  const reading = parsed.ok ? policySecrets(parsed.policy) : null;
  return reading?.kind === 'problems' ? reading.problems : [];
}

/** The file again: taken if it is right, refused with every problem if it is not; what is active stays active. */
async function reload(propose: (text: string) => Promise<void>): Promise<void> {
  const { text, problems } = readPolicy(config.SIGNALBOX_POLICY);
  if (problems.length === 0)
    return propose(text).catch((error: unknown) => log.error({ error }, 'policy not reloaded'));
  log.error({ problems }, 'policy not reloaded: the file has errors');
}

function readPolicy(path: string): { readonly text: string; readonly problems: readonly string[] } {
  try {
    const text = readFileSync(path, 'utf8');
    const problems = checkPolicy(text, path, Date.now()).map(problemText);
    return { text, problems: problems.length > 0 ? problems : missingSecrets(text) };
  } catch {
    return {
      text: '',
      problems: [`SIGNALBOX_POLICY is ${path}, which cannot be read. Write the path of your policy file.`],
    };
  }
}

function problemsOf(error: ReleaseError): readonly string[] {
  const { problems } = error.details;
  return Array.isArray(problems) ? problems.map(String) : [error.reply];
}

function give(problems: readonly string[]): never {
  process.stderr.write(`Signalbox cannot start:\n${problems.map((problem) => `  ${problem}\n`).join('')}`);
  process.exit(1);
}
