import { effectiveTarget } from '../decide-live.ts';
import { decideRollback } from '../decide-open.ts';
import type { Actor } from '../event.ts';
import type { ReleaseId } from '../ids.ts';
import { accepted, type Decision, type Refusal } from '../outcome.ts';
import type { Symptom } from './event.ts';
import type { IncidentFacts } from './facts.ts';
import { automatedKind, withheldBy } from './guards.ts';
import type { IncidentState } from './state.ts';
import { appendOf, type Draft, tellAll, untold } from './telling.ts';

/** Who asks for a rollback that decided itself. */
export const autoRollback: Actor = { kind: 'signalbox', rule: 'auto-rollback' };

/** What a symptom that is news does where the policy lets a kind go back by itself: a countdown, or why there is none, said once. */
export function startOfReturn(facts: IncidentFacts, state: IncidentState, symptom: Symptom): readonly Draft[] {
  const { policy, lane, now } = facts;
  const { watching } = policy;
  if (watching.onBreach !== 'auto-rollback' || automatedKind({ facts, of: state.of, symptom }) !== null) return [];
  if (state.countdown !== null || state.countdownOver !== null) return [];
  const withheld = withheldBy({ facts, of: state.of, symptom });
  if (withheld !== null) return state.withheld === null ? [{ kind: 'return-withheld', ...withheld }] : [];
  const target = effectiveTarget(facts);
  if (target === null || lane.live === null) return [];
  const { version: live } = lane.live;
  return [{ kind: 'countdown-started', until: now + watching.countdownMs, target: target.version, live }];
}

/**
 * The end of a countdown: the rollback and the word of it are one append, so there is never a second one, and none after Cancel. All
 * guard-rails are asked once more; a policy that does not let it go back by itself any more is obeyed.
 */
export function decideReturn(facts: IncidentFacts, state: IncidentState, id: ReleaseId): Decision {
  const { countdown, phase } = state;
  if (phase !== 'open' || countdown === null || facts.now < countdown.until) return accepted({ kind: 'unchanged' });
  const because = reasonToReturn(facts, state, countdown);
  if ('words' in because) return ended(facts, state, because.words);
  const reason = `${state.of}: ${because.symptom.title}`.slice(0, 300);
  const back = decideRollback(facts, { id, by: autoRollback, version: countdown.target, reason });
  if (back.kind === 'refused') return ended(facts, state, refusedWords(back.refusal));
  if (back.answer.kind !== 'opened') return ended(facts, state, 'a rollback to there is open already');
  const words = `v${countdown.target} goes back`;
  const telling = tellAll(
    untold(state),
    [
      { kind: 'countdown-ended', release: id, words },
      { kind: 'incident-answered', release: id, how: 'rollback' },
    ],
    tellerOf(facts),
  );
  return accepted(back.answer, ...back.appends, appendOf(telling));
}

type Because = { readonly symptom: Symptom } | { readonly words: string };

/** A symptom that fires and that no guard-rail speaks against; or why there is none. */
function reasonToReturn(
  facts: IncidentFacts,
  { of, symptoms }: IncidentState,
  { target, live }: NonNullable<IncidentState['countdown']>,
): Because {
  if (facts.policy.watching.onBreach !== 'auto-rollback') return { words: 'the policy leaves it to people now' };
  if (facts.lane.live?.version !== live) return { words: `v${live} is not live any more` };
  if (effectiveTarget(facts)?.version !== target) return { words: `v${target} is not what to go back to any more` };
  const firing = symptoms.filter(({ resolvedAt }) => resolvedAt === null);
  const asked = firing.map((symptom) => ({ symptom, withheld: withheldBy({ facts, of, symptom }) }));
  const free = asked.find(({ withheld }) => withheld === null);
  return free ?? { words: asked[0]?.withheld?.words ?? 'nothing fires any more' };
}

function ended(facts: IncidentFacts, state: IncidentState, words: string): Decision {
  const telling = tellAll(untold(state), [{ kind: 'countdown-ended', release: null, words }], tellerOf(facts));
  return accepted({ kind: 'noted' }, appendOf(telling));
}

function tellerOf({ now, policy }: IncidentFacts) {
  return { now, by: autoRollback, policy };
}

function refusedWords({ kind }: Refusal): string {
  return `the rollback was refused: ${kind.replaceAll('-', ' ')}`;
}
