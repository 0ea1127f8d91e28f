import { lasted } from '../view-numbers.ts';
import { type Line, line, outside, v } from '../view-words.ts';
import type { Advice } from './event.ts';
import { lastedMs } from './lasted-ms.ts';
import type { IncidentState } from './state.ts';
import { brokenText, kindWords, leading } from './view-numbers.ts';

/** What a notification says: what is wrong, since when, and the ask. */
export function pushOf(state: IncidentState): Line {
  const { model, environment, of, phase } = state;
  const what = line(outside(model, 24), ' ', outside(environment, 16), ': ');
  if (phase === 'resolved') return line('Resolved: ', what, `${kindWords[of]}, after ${lasted(lastedMs(state))}.`);
  if (phase !== 'open') return line(phase === 'dismissed' ? 'Not a problem: ' : 'Over: ', what, `${kindWords[of]}.`);
  return line(`${state.severity.toUpperCase()} `, what, wrong(state), `. ${ask(state)}`);
}

/** "errors 4.1 % > 1 % since 02:10 UTC. v14 live 2 h". */
function wrong(state: IncidentState): string {
  const first = leading(state);
  const reading = first?.reading ?? null;
  const number = reading === null ? '' : ` ${brokenText(reading).slice(0, 30)}`;
  const began = first?.startedAt ?? state.openedAt;
  const { live } = state;
  const lived =
    live?.since == null ? '' : `. v${live.version} live ${lasted(Math.max(60_000, state.openedAt - live.since))}`;
  return `${kindWords[state.of]}${number} since ${new Date(began).toISOString().slice(11, 16)} UTC${lived}`;
}

const asks: Record<Exclude<Advice, 'roll-back'>, string> = {
  retrain: 'Retrain?',
  're-evaluate': 'Evaluate again?',
  'mend-upstream': 'Mend upstream.',
  look: 'Look at it.',
};

function ask({ advice, target, countdown }: IncidentState): string {
  if (countdown !== null)
    return `Back to v${countdown.target} by itself at ${new Date(countdown.until).toISOString().slice(11, 19)} UTC.`;
  if (advice !== 'roll-back') return asks[advice];
  return target === null ? asks.look : `Roll back to ${v(target)}?`;
}
