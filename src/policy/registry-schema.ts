import { z } from 'zod';
import { mapping } from './words.ts';

const envWords = 'a secret in clear, or no secret. Put it into the environment and write `env:NAME`.';

/** The name of an environment variable that holds a secret; the file never holds one itself. */
export const EnvRef = z.string(envWords).regex(/^env:[A-Za-z_][A-Za-z0-9_]*$/, envWords);

const authWords =
  'not a way to log in. Write `none`, `{ basic: { user: NAME, password: env:NAME } }` or `{ bearer: env:NAME }`.';

/** How to log in somewhere. */
export const Auth = z.union(
  [
    z.literal('none'),
    mapping(
      { basic: mapping({ user: z.string(authWords).min(1, authWords), password: EnvRef }, authWords) },
      authWords,
    ),
    mapping({ bearer: EnvRef }, authWords),
  ],
  authWords,
);

const urlWords =
  'not the address of a registry. Write `https://mlflow.example`, without user, password, query or fragment.';

const Url = z.string(urlWords).refine((text) => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && !(url.username || url.password || url.search || url.hash);
}, urlWords);

/** Where versions are kept, and how to get in. */
export const Registry = mapping(
  {
    kind: z.literal('mlflow', 'not a kind of registry that this version knows. Write `mlflow`.'),
    url: Url,
    'public-url': Url.optional(),
    auth: Auth.default('none'),
    read: Auth.optional(),
    ca: z
      .string('not a path. Write where the certificate authority’s PEM file lies.')
      .min(1, 'empty. Write a path, or leave it out.')
      .optional(),
    webhook: mapping({ secret: EnvRef }, 'not a webhook. Write `{ secret: env:NAME }`.').optional(),
  },
  'not a registry. Write at least its `kind` and `url`.',
);
export type Registry = z.output<typeof Registry>;
