import { lasted } from '../view-numbers.ts';
import { type Line, line, outside, v } from '../view-words.ts';
import type { Advice } from './event.ts';
import { lastedMs } from './lasted-ms.ts';
import type { IncidentState } from './state.ts';
import { brokenText, kindWords, leading } from './view-numbers.ts';

/** So much fits into a notification, with room for signs that take more when they are sent. */
const mostLetters = 134;
const [longestModel, longestEnvironment] = [24, 16];

/** What a notification says: what is wrong, since when, and the ask. */
export function pushOf(state: IncidentState): Line {
  const { of, phase } = state;
  const what = placeOf(state);
  if (phase === 'resolved') return line('Resolved: ', what, `${kindWords[of]}, after ${lasted(lastedMs(state))}.`);
  if (phase !== 'open') return line(phase === 'dismissed' ? 'Not a problem: ' : 'Over: ', what, `${kindWords[of]}.`);
  return line(`${state.severity.toUpperCase()} `, what, wrong(state));
}

/** "churn production: ", before what is said of it: a notification stands alone. */
export function placeOf({ model, environment }: Pick<IncidentState, 'model' | 'environment'>): Line {
  return line(outside(model, longestModel), ' ', outside(environment, longestEnvironment), ': ');
}

/** "errors 4.1 % > 1 % since 02:10 UTC. v14 live 2 h. Roll back to v12?" The ask is never what is cut off. */
function wrong(state: IncidentState): string {
  const { model, environment, of, severity } = state;
  const before =
    severity.length + Math.min(model.length, longestModel) + Math.min(environment.length, longestEnvironment);
  const [what, when, lived, asked] = [`${kindWords[of]}${number(state)}`, since(state), live(state), `. ${ask(state)}`];
  const forms = [what + when + lived + asked, what + when + asked, what + asked];
  return forms.find((one) => before + 4 + one.length <= mostLetters) ?? `${kindWords[of]}${asked}`;
}

function number(state: IncidentState): string {
  const reading = leading(state)?.reading ?? null;
  return reading === null ? '' : ` ${brokenText(reading).slice(0, 30)}`;
}

/** On which day, where the time alone would be taken for today's. */
function since(state: IncidentState): string {
  const began = leading(state)?.startedAt ?? state.openedAt;
  const text = new Date(began).toISOString();
  const day = state.openedAt - began > 12 * 3_600_000 ? `${text.slice(0, 10)} ` : '';
  return ` since ${day}${text.slice(11, 16)} UTC`;
}

function live({ live: version, openedAt }: IncidentState): string {
  return version?.since == null
    ? ''
    : `. v${version.version} live ${lasted(Math.max(60_000, openedAt - version.since))}`;
}

const asks: Record<Exclude<Advice, 'roll-back'>, string> = {
  retrain: 'Retrain?',
  're-evaluate': 'Evaluate again?',
  'mend-upstream': 'Mend upstream.',
  look: 'Look at it.',
};

function ask({ advice, target, countdown }: IncidentState): string {
  if (countdown !== null) return `Back to v${countdown.target} by itself at ${secondOf(countdown.until)}.`;
  if (advice !== 'roll-back') return asks[advice];
  return target === null ? asks.look : `Roll back to ${v(target)}?`;
}

/** "10:01:01 UTC": to the second, for what goes on by itself within minutes. */
export function secondOf(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}
