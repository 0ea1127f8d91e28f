import { z } from 'zod';
import { span } from './fields.ts';
import type { Gate, Need } from './gate.ts';
import { spanOf } from './span.ts';

const urlWords =
  'not the address of a check. Write one like `https://risk.example/check`, without user, password or fragment.';
const nameWords = 'not a name. Write at most 30 characters, for example `risk`.';
const secretWords = 'a secret in clear, or no secret. Put it into the environment and write `env:NAME`.';
const timeoutWords = 'not a time that a check may take. Write one from 1s to 30s.';
const usual = '10s';

/** `{ http: "https://risk.example/check", name: risk, secret: env:RISK_SECRET }`: a team's own check, asked over HTTP. */
export const Http = z
  .strictObject({
    http: z.string(urlWords).refine(isAddress, urlWords),
    name: z.string(nameWords).min(1, nameWords).max(30, nameWords).optional(),
    secret: z
      .string(secretWords)
      .regex(/^env:[A-Za-z_][A-Za-z0-9_]*$/, secretWords)
      .optional(),
    timeout: span.refine((text) => isAllowed(spanOf(text).ms), timeoutWords).optional(),
    private: z
      .literal('allow', 'not a choice. Write `allow`, or leave it out to ask public addresses over https only.')
      .optional(),
  })
  .refine(
    ({ http: url, private: inside }) => inside === 'allow' || url.startsWith('https:'),
    'a check over plain http. Write an https address, or `private: allow` where it stays inside your network.',
  );
export type Http = z.output<typeof Http>;

/** Passes when the team's check answers that it does; what it could not tell is told with its own words. */
export function http({ http: url, name, secret, timeout = usual, private: inside }: Http): Gate {
  const title = name ?? new URL(url).hostname;
  const asked = { url, secret: secret ?? null, timeoutMs: spanOf(timeout).ms, private: inside === 'allow' };
  const need: Extract<Need, { kind: 'http' }> = { kind: 'http', key: JSON.stringify(asked), ...asked };
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
      return { ...answer, cure: cures[answer.status] };
    },
  };
}

function isAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && !(url.username || url.password || url.hash);
}

function isAllowed(ms: number): boolean {
  return ms >= 1000 && ms <= 30_000;
}
