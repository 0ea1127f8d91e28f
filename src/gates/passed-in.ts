import { z } from 'zod';
import { environment } from './fields.ts';
import type { Gate } from './gate.ts';

/** `{ passed-in: staging }`. */
export const PassedIn = z.strictObject({ 'passed-in': environment });
export type PassedIn = z.output<typeof PassedIn>;

/** Passes when this very version was live in another environment and watched to the end without a breach. */
export function passedIn({ 'passed-in': where }: PassedIn): Gate {
  return {
    kind: 'passed-in',
    label: `verified in ${where}`,
    about: null,
    needs: [{ kind: 'past' }],
    check({ past }) {
      const lived = past.lived.get(where);
      if (lived === undefined)
        return { status: 'fail', reason: `It was never live in ${where}.`, cure: `Release it to ${where} first.` };
      const there = `v${lived.version} in ${where}`;
      if (lived.verified) return { status: 'pass', reason: `${there} is verified.`, cure: null };
      if (lived.until === null)
        return { status: 'fail', reason: `${there} is still being watched.`, cure: 'Wait until its watch is over.' };
      return {
        status: 'fail',
        reason: `${there} was replaced before its watch was over.`,
        cure: `Release it to ${where} again.`,
      };
    },
  };
}
