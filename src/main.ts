import { readConfig, secretsIn } from './config.ts';
import { ReleaseError } from './errors.ts';
import { jsonLog } from './log.ts';
import { type FileNow, followFile } from './main/follow-file.ts';
import { scopeOf, unmetNeeds } from './main/needs.ts';
import { readPolicyFiles } from './main/policy-files.ts';
import { type Signalbox, start } from './main/start.ts';
import { checkPolicy, parsePolicy } from './policy/parse.ts';
import { problemText } from './policy/problems.ts';

const stopWithinMs = 8_000;
/** After this long it ends, whatever still runs: what was acknowledged is written down, and a step's lease ends by itself. */
const goneWithinMs = 9_500;
/** A changed file is taken when it was the same twice: within twice this time. */
const followFileMs = 5_000;

if (Number(process.versions.node.split('.')[0]) < 24)
  give([`Signalbox needs Node 24; this is ${process.versions.node}. Start it with npm start.`]);

const reading = readConfig();
if (reading.kind === 'problems') give(reading.problems);
const config = reading.value;

const policy = await readFiles();
const wrong = problemsIn(policy);
if (wrong.length > 0) give(wrong);

const secrets = new Set(secretsIn(config));
const log = jsonLog({ level: config.LOG_LEVEL, secrets });
const learn = (secret: string) => void secrets.add(secret);
// Slack's Socket Mode client loses one now and then while it reconnects. All that counts is written down, so nothing has to end.
process.on('unhandledRejection', (error) => log.error({ error }, 'a promise failed that nobody waited for'));

try {
  const starting = start(config, policy.text, log, learn);
  // Also while it waits for Redis or Slack: unheard, this signal ends a process.
  const propose = async (text: string) => (await starting).reload(text);
  process.on('SIGHUP', () => void readFiles().then((now) => reload(now, propose)));
  const signalbox = await starting;
  const following = followFile({
    everyMs: followFileMs,
    log,
    first: policy,
    read: readFiles,
    take: (now) => reload(now, propose),
  });
  log.info({ role: config.SIGNALBOX_ROLE, port: signalbox.port, healthPort: signalbox.healthPort }, 'ready');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      setTimeout(() => process.exit(0), goneWithinMs);
      void following.stop();
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
function unmet(text: string): readonly string[] {
  const parsed = parsePolicy(text, config.SIGNALBOX_POLICY);
  return parsed.ok ? unmetNeeds(parsed.policy, scopeOf(config)) : [];
}

/** The file again: taken if it is right, refused with every problem if it is not; what is active stays active. */
async function reload(now: FileNow, propose: (text: string) => Promise<void>): Promise<void> {
  const problems = problemsIn(now);
  if (problems.length === 0)
    return propose(now.text).catch((error: unknown) => log.error({ error }, 'policy not reloaded'));
  log.error({ problems }, 'policy not reloaded: the file has errors');
}

async function readFiles(): Promise<FileNow> {
  const reading = await readPolicyFiles(config.SIGNALBOX_POLICY);
  return reading.kind === 'read' ? { text: reading.text, problems: [] } : { text: '', problems: reading.problems };
}

function problemsIn({ text, problems }: FileNow): readonly string[] {
  if (problems.length > 0) return problems;
  const found = checkPolicy(text, config.SIGNALBOX_POLICY, Date.now()).map(problemText);
  return found.length > 0 ? found : unmet(text);
}

function problemsOf(error: ReleaseError): readonly string[] {
  const { problems } = error.details;
  return Array.isArray(problems) ? problems.map(String) : [error.reply];
}

function give(problems: readonly string[]): never {
  process.stderr.write(`Signalbox cannot start:\n${problems.map((problem) => `  ${problem}\n`).join('')}`);
  process.exit(1);
}
