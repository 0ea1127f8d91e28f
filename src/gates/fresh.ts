import { z } from 'zod';
import type { VersionFacts } from '../release/evidence.ts';
import { fields, span } from './fields.ts';
import type { Answer, Gate } from './gate.ts';
import { quoted } from './quoted.ts';
import { absent, textOf } from './reading.ts';
import { dayOf, type Span, spanOf } from './span.ts';
import { together } from './together.ts';

const words = 'not what must be fresh. Write `{ trained: 7d }`, `{ data: 30d }` or both.';
const name = 'not a name. Write which param or tag says until when the data goes, for example `data_end`.';

/** `{ fresh: { trained: 7d, data: 30d, data-end: data_end } }`, one or both. */
export const Fresh = z.strictObject({
  fresh: fields(
    { trained: span.optional(), data: span.optional(), 'data-end': z.string(name).min(1, name).optional() },
    words,
  ).refine(({ trained, data }) => trained !== undefined || data !== undefined, words),
});
export type Fresh = z.output<typeof Fresh>;

/** Passes when the run ended, and its data went, no longer ago than the policy says. */
export function fresh({ fresh: { trained, data, 'data-end': end = 'data_end' } }: Fresh): Gate {
  const [training, window] = [trained && spanOf(trained), data && spanOf(data)];
  const bounds = [...(training ? [`trained ≤ ${training.text}`] : []), ...(window ? [`data ≤ ${window.text}`] : [])];
  return {
    kind: 'fresh',
    label: `${bounds.join(', ')} ago`,
    about: null,
    check({ candidate, now }) {
      const answers = [
        ...(training ? [trainedAgo(candidate, training, now)] : []),
        ...(window ? [dataAgo(candidate, end, window, now)] : []),
      ];
      return together(answers, answers.map(({ reason }) => reason).join(' '));
    },
  };
}

function trainedAgo({ run }: VersionFacts, most: Span, now: number): Answer {
  if (run === null) return { status: 'missing', reason: 'The version has no run.', cure: 'Register it from its run.' };
  if (run.status === 'running')
    return { status: 'not-logged-yet', reason: 'The run is still going.', cure: 'Wait until the run ends.' };
  const at = run.endedAt ?? run.startedAt;
  if (at === null)
    return {
      status: 'cannot-tell',
      reason: 'The run does not say when it ended.',
      cure: 'End the run, then check again.',
    };
  return aged('Trained', 'Train it again.', now - at, most);
}

function dataAgo(facts: VersionFacts, name: string, most: Span, now: number): Answer {
  const text = textOf(facts, name);
  if (text === null) return absent(facts, { metric: name });
  const at = momentOf(text);
  if (at === null)
    return {
      status: 'cannot-tell',
      reason: `\`${name}\` is ${quoted(text)}, which is no date.`,
      cure: `Log \`${name}\` as a date like 2026-10-30, or in milliseconds.`,
    };
  if (at > now)
    return {
      status: 'cannot-tell',
      reason: `\`${name}\` is ${dayOf(at)}, which is yet to come.`,
      cure: `Log until when the data goes as \`${name}\`.`,
    };
  return aged(`Data to ${dayOf(at)},`, 'Train it on newer data.', now - at, most);
}

function aged(what: string, cure: string, age: number, most: Span): Answer {
  const passed = age <= most.ms;
  const said = most.say(Math.max(0, age));
  const over = !passed && said === most.text ? 'over ' : '';
  return {
    status: passed ? 'pass' : 'fail',
    reason: `${what} ${over}${said} ago, needs ≤ ${most.text}.`,
    cure: passed ? null : cure,
  };
}

/** A date (its beginning, UTC), a moment with its zone, or milliseconds since 1970. */
function momentOf(text: string): number | null {
  if (/^\d{12,13}$/.test(text)) return Number(text);
  const iso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text.trim());
  const at = iso ? Date.parse(text.trim()) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
