import { parseArgs } from 'node:util';
import { resolveWhen } from '../../handlers/commands/resolve-when.ts';
import { parseWhen } from '../../handlers/commands/when.ts';
import { answered } from './answered.ts';
import { askFor, atKeyedDesk } from './keyed.ts';
import { type ExitCode, usageError } from './verb.ts';

const options = {
  because: { type: 'string', default: '' },
  id: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** `pause`: nothing goes live in an environment, of a model, or of one in the other, until somebody resumes or the time has come. */
export async function pause(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...options, until: { type: 'string' } },
  });
  const scope = scopeIn(positionals);
  const reason = values.because.trim();
  if (scope === null) return usageError(which);
  if (reason === '') return usageError('Say why: --because "stock-taking".');
  const until = values.until === undefined ? null : untilOf(values.until, Date.now());
  if (until === 'unreadable')
    return usageError('Until when? --until "Mon 08:00", --until 2026-03-09T08:00Z, or --until 2h.');
  const { json, id = null } = values;
  // "2h" is another moment each time it is typed.
  const typed = { kind: 'pause', scope, until: values.until ?? null };
  return atKeyedDesk(null, async (desk) =>
    answered(await askFor(desk, { request: { kind: 'pause', scope, until, reason }, id, typed }), json),
  );
}

/** `resume`: ends a pause. */
export async function resume(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
  const scope = scopeIn(positionals);
  if (scope === null) return usageError(which);
  const { json, id = null } = values;
  const reason = values.because.trim() || null;
  return atKeyedDesk(null, async (desk) =>
    answered(await askFor(desk, { request: { kind: 'resume', scope, reason }, id }), json),
  );
}

const which = 'Name an environment, a model, or one in the other: production, churn or churn/production.';

function scopeIn([scope, ...more]: readonly string[]): string | null {
  return scope === undefined || more.length > 0 ? null : scope;
}

/** Read as in Slack, in this machine's time zone unless it says another. */
function untilOf(text: string, now: number): number | 'unreadable' {
  const when = parseWhen(text);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const at = when === null ? null : resolveWhen(when, now, zone);
  return at === null || at <= now ? 'unreadable' : at;
}
