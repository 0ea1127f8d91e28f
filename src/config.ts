import { unescape as unescaped } from 'node:querystring';
import { z } from 'zod';
import { needed, oneOf, token, url, wholeNumber } from './config/forms.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const botToken = "the app's bot token, which starts with xoxb-";
const appToken = "the app's app-level token, which starts with xapp-";

/** Every setting, in the order in which `.env.example` explains them. */
const Settings = z.object({
  SLACK_BOT_TOKEN: needed(botToken).pipe(token(botToken, 'xapp-', 'xoxp-')),
  SLACK_SIGNING_SECRET: z.string().transform(overlapping).default([]),
  SLACK_APP_TOKEN: token(appToken, 'xoxb-', 'xoxp-').nullable().default(null),
  SLACK_API_URL: url("the address of Slack's Web API, https://slack.com/api/", 'http:', 'https:')
    .transform((text) => `${text.replace(/\/+$/, '')}/`)
    .default('https://slack.com/api/'),
  REDIS_URL: url('the address of your Redis, such as redis://localhost:6379', 'redis:', 'rediss:'),
  REDIS_REPLICAS: wholeNumber('a number of replicas', 9).default(0),
  SIGNALBOX_POLICY: needed('the path of your policy file, such as ./policy.yml'),
  SIGNALBOX_ROLE: oneOf('all', 'edge', 'worker').default('all'),
  SIGNALBOX_ENVIRONMENTS: z
    .string()
    .transform(overlapping)
    .refine((names) => names.length > 0, 'names no environment. Write names of environments with commas between them.')
    .nullable()
    .default(null),
  SIGNALBOX_COMMAND: z
    .string()
    .regex(/^\/[a-z0-9_-]{1,31}$/, 'is not a slash command. Write one like /mlops: a slash, then small letters.')
    .default('/mlops'),
  SIGNALBOX_LABEL: z
    .string()
    .max(40, 'is too long for a footer. Write at most 40 characters.')
    .nullable()
    .default(null),
  PORT: wholeNumber('a port', 65_535).default(3000),
  HEALTH_PORT: wholeNumber('a port', 65_535).default(3001),
  PUBLIC_URL: url(
    'the address under which registries reach Signalbox, such as https://signalbox.example.com',
    'http:',
    'https:',
  )
    .transform((text) => text.replace(/\/+$/, ''))
    .nullable()
    .default(null),
  MLFLOW_WEBHOOK_SECRET: z.string().transform(overlapping).default([]),
  GITHUB_WEBHOOK_SECRET: z.string().transform(overlapping).default([]),
  LOG_LEVEL: oneOf('debug', 'info', 'warn', 'error', 'silent').default('info'),
});

/** The settings of one process, checked. */
export type Config = z.infer<typeof Settings>;

const Reads = Settings.pick({ REDIS_URL: true, REDIS_REPLICAS: true, LOG_LEVEL: true });
const Acting = Settings.pick({ REDIS_URL: true, SLACK_BOT_TOKEN: true, SLACK_API_URL: true });
const brings = { SIGNALBOX_POLICY: true, REDIS_URL: true, SLACK_BOT_TOKEN: true } as const;
const Judging = Settings.pick({ ...brings, SLACK_API_URL: true }).partial(brings);
/** How MLflow's own client gets in, by the names that it reads. */
const mine = z.string().optional();
const Tracking = z.object({
  MLFLOW_TRACKING_TOKEN: mine,
  MLFLOW_TRACKING_USERNAME: mine,
  MLFLOW_TRACKING_PASSWORD: mine,
});
export type TrackingConfig = z.infer<typeof Tracking>;

const Key = z.object({ SIGNALBOX_KEY: z.string().optional() });

/** What the command line needs to ask Slack who is who. */
export type SlackToolConfig = Pick<Config, 'SLACK_BOT_TOKEN' | 'SLACK_API_URL'>;

/** The names of all settings. */
export const settingNames: readonly string[] = Object.keys(Settings.shape);

/** A reading of the environment: the settings, or every problem at once, each a line that says what to write instead. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** Reads all settings of a server. */
export function readConfig(env: Environment = process.env): Reading<Config> {
  return read(Settings, env, serverProblems);
}

/** Reads what a read-only command needs. */
export function readToolConfig(env: Environment = process.env): Reading<z.infer<typeof Reads>> {
  return read(Reads, env);
}

/** Reads what a command needs that asks for something on a person's behalf. */
export function readActingToolConfig(env: Environment = process.env): Reading<z.infer<typeof Acting>> {
  return read(Acting, env);
}

/** Reads the key that proves who types; null where it is to be asked for. */
export function readKey(env: Environment = process.env): string | null {
  return Key.parse(env).SIGNALBOX_KEY?.trim() || null;
}

/** Reads what a command judges with; what is not there is left out. */
export function readJudgingToolConfig(env: Environment = process.env): Reading<z.infer<typeof Judging>> {
  return read(Judging, env);
}

/** Reads how to log in to a registry that no policy names yet. */
export function readTrackingConfig(env: Environment = process.env): Reading<TrackingConfig> {
  return read(Tracking, env);
}

/** Reads what a command needs that only asks Slack. */
export function readSlackToolConfig(env: Environment = process.env): Reading<SlackToolConfig> {
  return read(Settings.pick({ SLACK_BOT_TOKEN: true, SLACK_API_URL: true }), env);
}

/** Hiding anything shorter would hide half of every line. */
const shortestSecret = 6;

/** Every value among the settings that must never be shown: tokens, secrets, and the database's password as it is written and as it is sent. */
export function secretsIn(config: Config): readonly string[] {
  const { password } = new URL(config.REDIS_URL);
  const all = [
    config.SLACK_BOT_TOKEN,
    config.SLACK_APP_TOKEN ?? '',
    ...config.SLACK_SIGNING_SECRET,
    ...config.MLFLOW_WEBHOOK_SECRET,
    ...config.GITHUB_WEBHOOK_SECRET,
    password,
    unescaped(password),
  ];
  return [...new Set(all)].filter((secret) => secret.length >= shortestSecret);
}

/** Resolves the policy's `env:NAME` references to their values, keyed by reference; all that are missing are named at once. */
export function secretsOf(
  references: Iterable<string>,
  env: Environment = process.env,
): Reading<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  const problems: string[] = [];
  for (const reference of new Set(references)) {
    const name = /^env:([A-Za-z_]\w*)$/.exec(reference)?.[1];
    const value = name === undefined ? undefined : env[name];
    if (name === undefined)
      problems.push('The policy holds a secret that is not a reference. Write env: and the name of a variable.');
    else if (value === undefined || value === '')
      problems.push(`${name} is missing, and the policy uses it. Set it to the secret's value.`);
    else values.set(reference, value);
  }
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'read', value: values };
}

/**
 * The values of a secret that proves who sent something: while it is being changed it holds the new value, a comma, and the old one.
 * The first is what we hand out; any of them is accepted.
 */
export function overlapping(value: string): readonly string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function read<S extends z.ZodObject>(
  schema: S,
  env: Environment,
  others: (given: Environment) => readonly string[] = () => [],
): Reading<z.infer<S>> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = schema.safeParse(given);
  const wrong = parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  const problems = [...wrong, ...others(given)];
  if (!parsed.success || problems.length > 0) return { kind: 'problems', problems };
  return { kind: 'read', value: parsed.data };
}

function serverProblems(given: Environment): readonly string[] {
  const problems: string[] = [];
  const {
    SLACK_SIGNING_SECRET: secret,
    SLACK_APP_TOKEN: app,
    SIGNALBOX_ROLE: role,
    PORT: port,
    HEALTH_PORT: health,
  } = given;
  if (secret === undefined && app === undefined && role !== 'worker') {
    problems.push(
      "SLACK_SIGNING_SECRET or SLACK_APP_TOKEN is missing. Write the app's signing secret (HTTP) or its xapp- token (Socket Mode).",
    );
  }
  if ((port ?? '3000') === (health ?? '3001') && port !== '0') {
    problems.push('HEALTH_PORT is the same as PORT. Write another port: health has a listener of its own.');
  }
  return problems;
}
