import { pino } from 'pino';
import type { Log } from './ports.ts';

type Options = {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Values that never appear in a line; it may grow while the log is in use. */
  readonly secrets?: ReadonlySet<string>;
  /** Takes each line, its line break included; standard output by default. */
  readonly write?: (line: string) => void;
};

const secretKeys = ['token', 'secret', 'password', 'authorization', 'cookie', 'response_url', 'responseUrl'];
const secretShapes =
  /xox[a-z]-[\w-]+|xoxe\.xox[a-z]-[\w-]+|xapp-[\w-]+|(https?:\/\/[^\s"]*)\/(actions|commands|services)\/[^\s"]+/g;

/** A log of JSON lines, one a message, in which secrets are replaced by `[secret]` wherever they stand. */
export function jsonLog({ level, secrets = new Set(), write = toStandardOutput }: Options): Log {
  const error = pino.stdSerializers.errWithCause;
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: error, error },
      redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[secret]' },
    },
    { write: (line) => write(withoutSecrets(line, secrets)) },
  );
}

function withoutSecrets(line: string, secrets: ReadonlySet<string>): string {
  let clean = line;
  for (const secret of secrets) clean = clean.replaceAll(asInJson(secret), '[secret]');
  return clean.replace(secretShapes, '[secret]');
}

function asInJson(secret: string): string {
  return JSON.stringify(secret).slice(1, -1);
}

function toStandardOutput(line: string): void {
  process.stdout.write(line);
}
