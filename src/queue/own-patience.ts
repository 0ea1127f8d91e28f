import type { ReleaseError } from '../errors.ts';
import type { Clock, Notifier } from '../ports.ts';
import type { LanePolicy, OwnCheck } from '../release/lane-policy.ts';
import { lasted } from '../release/view-numbers.ts';

/** One check of one lane. */
export interface Checking {
  readonly key: string;
  readonly policy: LanePolicy;
  readonly check: OwnCheck;
}

/** Since when a check finds nothing out, and how often since. In this process only: who can ask, clears it. */
export type Failing = Map<string, { readonly since: number; readonly times: number }>;

const minute = 60_000;
/** Servers are restarted; nights are quiet. */
const patienceMs = { broken: 15 * minute, silent: 24 * 60 * minute };
const fewestTimes = 3;

/** It found something out. */
export function noteWell(failing: Failing, { key }: Checking): void {
  failing.delete(key);
}

/** It did not, once more: after a while the admin channel is told, once a day. `error` is null where there is no value. */
export async function notePatience(
  { clock, notifier }: { readonly clock: Clock; readonly notifier: Pick<Notifier, 'tellAdmin'> },
  failing: Failing,
  { key, policy, check }: Checking,
  error: ReleaseError | null,
): Promise<void> {
  const now = clock();
  const before = failing.get(key);
  const { since, times } = { since: before?.since ?? now, times: (before?.times ?? 0) + 1 };
  failing.set(key, { since, times });
  if (times < fewestTimes || now - since < patienceMs[error === null ? 'silent' : 'broken']) return;
  const { model, environment } = policy;
  const what = `The check ${check.name} of ${model} in ${environment} has found out nothing for ${lasted(now - since)}`;
  const why = error === null ? noValue(check) : error.reply;
  await notifier.tellAdmin(
    `${key}:${Math.floor(now / (24 * 60 * minute))}`,
    `${what}. ${why} Nothing follows from it.`,
  );
}

function noValue({ kind, ask }: Checking['check']): string {
  return kind === 'metric'
    ? `The live version's runs log no ${ask}: log it, or correct the check in the policy.`
    : 'Its query gives no value: correct it in the policy, if there should be one.';
}
