import type { GateFacts } from '../../src/gates/gate.ts';
import { judge } from '../../src/gates/judge.ts';
import { gatesOf } from '../../src/gates/table.ts';
import type { Verdict, VersionFacts } from '../../src/release/evidence.ts';
import { nobodyAsked, nothingPast } from '../../src/release/gate-facts.ts';
import type { GateConfig } from '../../src/release/lane-policy.ts';
import { champion, facts, measured } from '../evidence/facts.ts';

export const holdout = { name: 'holdout', digest: 'aaaaaaaa' };
export const later = { name: 'holdout', digest: 'bbbbbbbb' };
export const train = { name: 'train', digest: 'cccccccc' };

/** What one gate says; v14 beside v12, with no past and nobody asked, unless the test says otherwise. */
export function verdictOf(config: GateConfig, change: Partial<GateFacts> = {}): Verdict | undefined {
  const asked = { candidate: facts(), champion: champion(), past: nothingPast, outside: nobodyAsked, now: 0 };
  return judge(gatesOf([config]), { ...asked, ...change })[0];
}

/** v14 with these metrics, measured on the holdout data unless it says otherwise; `null` names no data. */
export function having(...metrics: Parameters<typeof measured>[]): VersionFacts {
  return facts({ metrics: on(metrics) });
}

/** The same of v12, which is live. */
export function live(...metrics: Parameters<typeof measured>[]): VersionFacts {
  return champion({ metrics: on(metrics) });
}

function on(metrics: readonly Parameters<typeof measured>[]) {
  return metrics.map(([name, value, dataset]) => measured(name, value, dataset === undefined ? holdout : dataset));
}
