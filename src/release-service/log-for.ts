import type { Log } from '../ports.ts';
import type { LanePolicy } from '../release/lane-policy.ts';

/** What the policy's words mean for our own lines. */
const levels: ReadonlyMap<string, 'debug' | 'info' | 'warn' | 'error'> = new Map([
  ['DEBUG', 'debug'],
  ['INFO', 'info'],
  ['WARNING', 'warn'],
  ['ERROR', 'error'],
]);

/** The log of what is about a lane: as much is said as its environment wants, and which that is. */
export function logFor(log: Log, policy: Pick<LanePolicy, 'environment' | 'surroundings'> | null): Log {
  const level = levels.get(policy?.surroundings.logLevel ?? '');
  return policy === null || level === undefined ? log : log.child({ environment: policy.environment }, { level });
}
