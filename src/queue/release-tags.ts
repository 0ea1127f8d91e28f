import { blocks, type Findings } from '../release/evidence.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Gathered } from '../release-service/gather.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Registries take longer tags; nobody reads them. */
const longestList = 1_000;

/** What the version says of itself from now on, readable without Signalbox; `signalbox.anchor` pins the audit chain from outside. */
export async function releaseTags(
  deps: WorkerDeps,
  state: ReleaseState,
  found: Extract<Gathered, { kind: 'evidence' }>,
): Promise<Record<string, string>> {
  const { seq, hash } = await deps.store.chainHead();
  const { command } = found;
  return {
    'signalbox.release': state.id,
    'signalbox.kind': state.kind,
    'signalbox.source': `${state.source.registry}/${state.source.name}/${state.source.version}`,
    'signalbox.approved-by': approvedBy(state),
    'signalbox.approved-at': new Date(state.lastAt).toISOString(),
    'signalbox.evidence': command.digest,
    'signalbox.policy': command.policy,
    'signalbox.gates': gatesPassed(state, command.findings),
    'signalbox.commit': command.findings.commit ?? 'unknown',
    'signalbox.anchor': `${seq}:${hash}`,
  };
}

function approvedBy({ approvals, alone, breakGlass, opened }: ReleaseState): string {
  if (breakGlass && opened.by.kind === 'person') return `break-glass by ${opened.by.id}`;
  if (approvals.length > 0) return approvals.map((one) => one.person).join(' ');
  if (!alone) return 'automatic';
  return opened.by.kind === 'person' ? 'on-call' : 'return';
}

/** What break-glass went past is named. */
function gatesPassed({ breakGlass }: ReleaseState, { verdicts }: Findings): string {
  const judged = verdicts.filter((verdict) => verdict.status !== 'off');
  const passed = judged.filter((verdict) => verdict.status === 'pass').length;
  const past = breakGlass ? verdicts.filter(blocks).map(({ gate }) => gate) : [];
  const words = past.length === 0 ? '' : `; not passed: ${past.join(', ').slice(0, longestList)}`;
  return `${passed} of ${judged.length} passed${words}`;
}
