import type { Policies } from '../../src/ports.ts';
import type { PolicyMode } from '../../src/release/lane-policy.ts';
import { policiesOf } from '../fakes/policies.ts';
import { policyText } from './policy.ts';

const glass = policyText.replaceAll('    approvals:', '    break-glass: [platform]\n    approvals:');

const texts: Readonly<Record<PolicyMode, string>> = {
  enforce: glass,
  advise: `${glass.trimEnd()}\n    mode: advise\n`,
  observe: `${glass.trimEnd()}\n    mode: observe\n`,
};

/** A policy whose mode is changed at will, and which mode was in force from which tick. */
export interface Changing {
  readonly policies: Policies;
  readonly since: { readonly tick: number; readonly mode: PolicyMode }[];
  change(mode: PolicyMode, tick: number): void;
}

export function changing(first: PolicyMode): Changing {
  const all = {
    enforce: policiesOf(texts.enforce),
    advise: policiesOf(texts.advise),
    observe: policiesOf(texts.observe),
  };
  const since: { readonly tick: number; readonly mode: PolicyMode }[] = [{ tick: 0, mode: first }];
  const now = () => all[since.at(-1)?.mode ?? first];
  return {
    since,
    change: (mode, tick) => void since.push({ tick, mode }),
    policies: {
      number: () => since.length,
      lane: (model, environment) => now().lane(model, environment),
      lanes: () => now().lanes(),
      models: () => now().models(),
      environments: () => now().environments(),
      admin: () => now().admin(),
    },
  };
}

/** Whether this mode was in force at any time between two ticks: what was begun under one policy may end under the next. */
export function wasIn({ since }: Changing, mode: PolicyMode, { from, to }: { from: number; to: number }): boolean {
  return since.some((one, at) => one.mode === mode && one.tick <= to && (since[at + 1]?.tick ?? to + 1) >= from);
}
