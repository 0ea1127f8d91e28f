import type { Verdict } from '../release/evidence.ts';
import type { Gate, GateFacts } from './gate.ts';

/** Every gate's verdict, in the policy's order. */
export function judge(gates: readonly Gate[], facts: GateFacts): Verdict[] {
  return gates.map((gate) => ({ gate: gate.label, ...gate.check(facts) }));
}
