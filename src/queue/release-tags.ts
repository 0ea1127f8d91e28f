import type { ReleaseState } from '../release/state.ts';
import type { Gathered } from '../release-service/gather.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** What the version says of itself from now on, readable without Signalbox; `signalbox.anchor` pins the audit chain from outside. */
export async function releaseTags(
  deps: WorkerDeps,
  state: ReleaseState,
  found: Extract<Gathered, { kind: 'evidence' }>,
): Promise<Record<string, string>> {
  const { seq, hash } = await deps.store.chainHead();
  const { command } = found;
  const passed = command.findings.verdicts.filter((verdict) => verdict.status === 'pass').length;
  return {
    'signalbox.release': state.id,
    'signalbox.kind': state.kind,
    'signalbox.source': `${state.source.registry}/${state.source.name}/${state.source.version}`,
    'signalbox.approved-by':
      state.approvals.map((one) => one.person).join(' ') || (state.alone ? 'on-call' : 'automatic'),
    'signalbox.approved-at': new Date(state.lastAt).toISOString(),
    'signalbox.evidence': command.digest,
    'signalbox.policy': command.policy,
    'signalbox.gates': `${passed} of ${command.findings.verdicts.length} passed`,
    'signalbox.commit': command.findings.commit ?? 'unknown',
    'signalbox.anchor': `${seq}:${hash}`,
  };
}
