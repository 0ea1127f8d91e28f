import { aliasBefore } from './by-hand.ts';
import type { StepKind } from './event-step.ts';
import type { Version } from './ids.ts';
import type { ReleaseState } from './state.ts';
import type { Execution } from './state-execution.ts';
import { code, joined, type Line, line, outside, strong, v } from './view-words.ts';

/** Where a failed rollback left each system, and what to click or type now; nothing for any other release. */
export function systemLines(state: ReleaseState): readonly Line[] {
  const { kind, phase, execution, model, environment } = state;
  if (kind !== 'rollback' || phase !== 'failed' || execution === null) return [];
  const { champion } = execution.targets;
  return [
    line(strong('As it stands: '), joined(systems(state, execution)), '.'),
    line(
      'Click ',
      strong('Retry'),
      ` to go on to ${champion.to === null ? 'what is trained' : v(champion.to)}, or `,
      strong(champion.from === null ? 'Take it off' : `Put ${v(champion.from)} back`),
      ' to undo it. Without me: ',
      strong('Commands by hand'),
      ', in the menu of the card. To go to another version, type: ',
      code(`rollback ${model}@<version> in ${environment} because …`, 120),
    ),
  ];
}

function systems(state: ReleaseState, execution: Execution): readonly Line[] {
  const { champion, previous, alias = 'champion', stage } = execution.targets;
  return [
    line(code(alias, 40), ' ', standing(execution, 'set-champion', champion)),
    line(code(aliasBefore(alias), 50), ' ', standing(execution, 'set-previous', previous)),
    ...(stage === undefined
      ? []
      : [line('stage ', outside(stage, 40), ' ', standing(execution, 'set-stage', champion))]),
    ...(has(execution, 'move-serving') ? [line('endpoint ', endpoint(state, execution))] : []),
  ];
}

type Move = { readonly from: Version | null; readonly to: Version | null };

/** Where a move is, as the log tells: not begun, done, taken back, or nobody knows. */
function standing({ steps, undo }: Execution, kind: StepKind, { from, to }: Move): string {
  const there = steps.find((step) => step.kind === kind);
  const back = undo.find((step) => step.kind === kind);
  if (back?.status === 'done') return `${v(from)}, put back`;
  if (back === undefined && there?.status === 'done') return v(to);
  const begun = there !== undefined && there.startedAt !== null;
  return begun ? `${v(from)} or ${v(to)}, not confirmed` : `${v(from)}, not moved`;
}

/** What the serving itself told, where it did. */
function endpoint({ failure }: ReleaseState, execution: Execution): string {
  if (failure?.served !== undefined) return `${v(failure.served)}, as it says`;
  const { champion } = execution.targets;
  const confirmed = execution.steps.some((step) => step.kind === 'await-serving' && step.status === 'done');
  return confirmed
    ? v(champion.to)
    : standing(execution, 'move-serving', champion).replace(/^v\d+$/, '$&, not confirmed');
}

function has({ steps }: Execution, kind: StepKind): boolean {
  return steps.some((step) => step.kind === kind);
}
