import { type Logger, LogLevel } from '@slack/web-api';
import type { Log } from '../src/ports.ts';

/** Bolt's and the clients' own messages as lines of our log. Their debug lines hold whole payloads and are left out. */
export function slackLogger(log: Log): Logger {
  const line = (...parts: readonly unknown[]) => ({ slack: parts.map(String).join(' ').slice(0, 500) });
  return {
    debug: () => undefined,
    info: (...parts) => log.debug(line(...parts), 'Slack client'),
    warn: (...parts) => log.warn(line(...parts), 'Slack client'),
    error: (...parts) => log.error(line(...parts), 'Slack client'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
