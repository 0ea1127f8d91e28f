import type { Verdict } from '../release/evidence.ts';
import type { GateConfig, GateMode } from '../release/lane-policy.ts';
import type { Gate, GateFacts } from './gate.ts';
import { gatesOf } from './table.ts';

/** A gate with how much it weighs; without a mode it blocks. */
export interface WeighedGate extends Gate {
  readonly mode?: GateMode;
}

/** The gates of a lane with their modes, in the policy's order. */
export function weighedGates(configs: readonly GateConfig[]): WeighedGate[] {
  return configs.flatMap((config) =>
    gatesOf([config]).map((gate) => (config.mode ? { ...gate, mode: config.mode } : gate)),
  );
}

/** Those that are judged: nothing is asked for, or shown, on behalf of a gate that is off. */
export function judgedGates(gates: readonly WeighedGate[]): WeighedGate[] {
  return gates.filter(({ mode }) => mode?.kind !== 'off');
}

/** Every gate's verdict, in the policy's order. A warning blocks by itself from its date on; a gate that is off is not asked. */
export function judge(gates: readonly WeighedGate[], facts: GateFacts): Verdict[] {
  return gates.map((gate) => verdictOf(gate, facts));
}

function verdictOf(gate: WeighedGate, facts: GateFacts): Verdict {
  const { label, mode } = gate;
  if (mode?.kind === 'off') return { gate: label, status: 'off', reason: mode.because, cure: null, mode: 'off' };
  const verdict = { gate: label, ...gate.check(facts) };
  return mode?.kind === 'warn' && facts.now < mode.until ? { ...verdict, mode: 'warn', until: mode.until } : verdict;
}
