import { readFileSync } from 'node:fs';
import { readConfig } from './config.ts';
import { ReleaseError } from './errors.ts';
import { jsonLog } from './log.ts';
import { type Signalbox, start } from './main/start.ts';
import { checkPolicy } from './policy/parse.ts';
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

const secrets = new Set([
  config.SLACK_BOT_TOKEN,
  config.SLACK_APP_TOKEN ?? '',
  ...config.SLACK_SIGNING_SECRET,
  ...config.MLFLOW_WEBHOOK_SECRET,
]);
secrets.delete('');
const log = jsonLog({ level: config.LOG_LEVEL, secrets });

try {
  const signalbox = await start(config, policy.text, log);
  log.info({ role: config.SIGNALBOX_ROLE, port: signalbox.port, healthPort: signalbox.healthPort }, 'ready');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      setTimeout(() => process.exit(0), goneWithinMs);
      void end(signalbox);
    });
  }
  process.on('SIGHUP', () => void reload(signalbox.reload));
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
    return { text, problems: checkPolicy(text, path).map(problemText) };
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
