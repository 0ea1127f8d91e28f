import type { WorkerCommand } from './command.ts';
import type { ReleaseEvent } from './event.ts';
import type { ReleaseFacts } from './facts.ts';
import { accepted, type Decision, refused } from './outcome.ts';
import { askAfter, isSaid, pauseOn, waitFirst, waitingEvent } from './pause-words.ts';
import { refusePhase } from './refuse-phase.ts';
import { dueReminder } from './reminders.ts';
import { releaseStream } from './stream.ts';

type CommandOf<K extends WorkerCommand['kind']> = Extract<WorkerCommand, { kind: K }>;

/** Writes down why an approved release does not start, once for each reason. A pause is told as it is at this moment. */
export function decideWait(facts: ReleaseFacts, command: CommandOf<'wait'>): Decision {
  const wrong = refusePhase(facts, 'wait', ['approved']);
  if (wrong !== null) return refused(wrong);
  const wait = command.cause === 'paused' ? pauseOn(facts.state, facts.pauses) : command;
  return wait === null || isSaid(facts.state, wait)
    ? accepted({ kind: 'unchanged' })
    : written(facts, [waitingEvent(wait)]);
}

/** What a review waits for, or that it waits no longer: then those who must act are asked, once. */
export function decideAskAgain(facts: ReleaseFacts): Decision {
  const wrong = refusePhase(facts, 'ask again', ['review']);
  return wrong === null ? written(facts, [...waitFirst(facts), ...askAfter(facts)]) : refused(wrong);
}

/** Those who could still fill a seat are reminded, when it is due and nothing is paused. Missed rounds are one reminder. */
export function decideRemind(facts: ReleaseFacts, { round, missing }: CommandOf<'remind'>): Decision {
  const wrong = refusePhase(facts, 'remind', ['review']);
  if (wrong !== null) return refused(wrong);
  const { state, policy, now, pauses } = facts;
  const due = dueReminder(state, policy.remindMs, now);
  const approved = new Set(state.approvals.map((one) => one.person));
  const people = missing.filter((person) => !approved.has(person));
  if (due !== round || people.length === 0 || pauseOn(state, pauses) !== null) return accepted({ kind: 'unchanged' });
  return written(facts, [{ kind: 'reminded', v: 1, round, people }]);
}

/** The rejected version carries the words of its rejection. */
export function decideNoteTold(facts: Pick<ReleaseFacts, 'state'>): Decision {
  const wrong = refusePhase(facts, 'tell', ['rejected']);
  if (wrong !== null) return refused(wrong);
  return facts.state.toldRegistry ? accepted({ kind: 'unchanged' }) : written(facts, [{ kind: 'told-registry', v: 1 }]);
}

function written({ state }: Pick<ReleaseFacts, 'state'>, events: readonly ReleaseEvent[]): Decision {
  return events.length === 0
    ? accepted({ kind: 'unchanged' })
    : accepted({ kind: 'noted' }, { stream: releaseStream(state.id), events });
}
