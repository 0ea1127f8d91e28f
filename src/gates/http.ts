import { z } from 'zod';
import { address, asking, httpNeed, plainHttpWords, staysSafe } from './asked-fields.ts';
import type { Gate } from './gate.ts';

/** `{ http: "https://risk.example/check", name: risk, secret: env:RISK_SECRET }`: a team's own check, asked over HTTP. */
export const Http = z
  .strictObject({ http: address, ...asking })
  .refine(({ http: url, private: inside }) => staysSafe(url, inside), plainHttpWords);
export type Http = z.output<typeof Http>;

/** Passes when the team's check answers that it does; what it could not tell is told with its own words. */
export function http({ http: url, name, ...how }: Http): Gate {
  const title = name ?? new URL(url).hostname;
  const need = httpNeed(url, how);
  return {
    kind: 'http',
    label: `${title} check`,
    about: null,
    needs: [need],
    check({ outside: { answers } }) {
      const answer = answers.get(need.key);
      if (answer === undefined)
        return { status: 'cannot-tell', reason: `The ${title} check was not asked.`, cure: 'Check again.' };
      const cures = {
        pass: null,
        fail: `Ask those who answer for the ${title} check.`,
        'cannot-tell': `Ask those who answer for the ${title} check.`,
      };
      const { status, reason } = answer;
      return { status, reason, cure: cures[status] };
    },
  };
}
