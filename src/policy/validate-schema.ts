import { z } from 'zod';
import { Duration } from './duration.ts';
import { keyed } from './keyed.ts';
import { command, outside } from './trainer-schema.ts';
import { mapping } from './words.ts';
import { address, filledIn, MaybeSecret } from './worker-parts.ts';
import type { ValidatorOptions } from './workers.ts';

const checkWords =
  'not the address of a check. Write `https://risk.example/check`, without user, password, query or fragment.';
const checkTime = 'not a time that a check may take. Write one from 1s to 10m.';

const HttpCheck = mapping(
  {
    http: address(checkWords),
    secret: MaybeSecret,
    timeout: Duration.pipe(z.number().min(1_000, checkTime).max(600_000, checkTime)).default(30_000),
    private: z
      .literal('allow', 'not a choice. Write `allow`, or leave it out to ask public addresses over https only.')
      .optional(),
  },
  'not a check. Write `{ http: "https://risk.example/check", secret: env:NAME }`.',
)
  .refine(({ http: url, private: inside }) => inside === 'allow' || url.startsWith('https:'), {
    path: ['http'],
    message:
      'the address of a check over plain http. Write an https address, or `private: allow` where it stays inside your network.',
  })
  .transform(
    ({ http: url, timeout, private: inside, ...rest }): ValidatorOptions => ({
      kind: 'http',
      url,
      ...rest,
      timeoutMs: timeout,
      private: inside === 'allow',
    }),
  );

/** Every form of a validation, by the key that names it. */
export const validateForms = { command: command(filledIn.validate), ...outside, http: HttpCheck };

/** What looks at a version once more before it goes live. */
export const Validate = keyed<z.ZodType<ValidatorOptions>>(
  validateForms,
  'not a validation. Write one with `command`, `github-actions`, `databricks-job` or `http`, for example `{ http: "https://risk.example/check", secret: env:NAME }`.',
);
