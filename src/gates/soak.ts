import { z } from 'zod';
import type { Lived } from '../release/gate-facts.ts';
import { environment, span } from './fields.ts';
import type { Answer, Gate } from './gate.ts';
import { passedIn } from './passed-in.ts';
import { minuteOf, type Span, spanOf } from './span.ts';

/** `{ soak: 24h, in: staging }`. */
export const Soak = z.strictObject({ soak: span, in: environment });
export type Soak = z.output<typeof Soak>;

/** Passes when this very version was verified in another environment, and live there for at least so long. */
export function soak({ soak: least, in: where }: Soak): Gate {
  const needed = spanOf(least);
  const verified = passedIn({ 'passed-in': where });
  return {
    kind: 'soak',
    label: `${needed.text} in ${where}`,
    about: null,
    needs: [{ kind: 'past' }],
    check(facts) {
      const lived = facts.past.lived.get(where);
      const answer = verified.check(facts);
      return lived === undefined || answer.status !== 'pass' ? answer : longEnough(lived, needed, where, facts.now);
    },
  };
}

function longEnough({ since, until }: Lived, needed: Span, where: string, now: number): Answer {
  const ms = Math.max(0, (until ?? now) - since);
  const reason = `${needed.say(ms)} in ${where}, needs ≥ ${needed.text}`;
  if (ms >= needed.ms) return { status: 'pass', reason: `${reason}.`, cure: null };
  return until === null
    ? { status: 'fail', reason: `${reason}.`, cure: `Wait until ${minuteOf(since + needed.ms)}.` }
    : {
        status: 'fail',
        reason: `${reason}; then it was replaced.`,
        cure: `Release it to ${where} again, and leave it there.`,
      };
}
