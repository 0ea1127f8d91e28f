import { z } from 'zod';
import { HowBad } from './check-schema.ts';
import { Name } from './names.ts';
import { Auth, EnvRef } from './registry-schema.ts';
import { Kind } from './watch-schema.ts';
import { code, mapping, section } from './words.ts';
import { address } from './worker-parts.ts';

const nameWords =
  'not a name that an address can end in. Write letters, digits, dots, dashes and underscores, beginning with a letter, 60 at most.';

/** What a source of alerts is called: the end of the address where it is listened to. */
export const SourceName = z.string(nameWords).regex(/^[A-Za-z][A-Za-z0-9._-]{0,59}$/, nameWords);

const authWords =
  'not how a source proves who it is. Write `{ bearer: env:NAME }`, `{ basic: { user: NAME, password: env:NAME } }`, `{ hmac: env:NAME }` or `none`.';
const user = z.string(authWords).regex(/^[^:]+$/, 'not a user: a colon ends it. Write another.');

const Proof = z.union(
  [
    z.literal('none'),
    mapping({ bearer: EnvRef }, authWords),
    mapping({ basic: mapping({ user, password: EnvRef }, authWords) }, authWords),
    mapping({ hmac: EnvRef }, authWords),
  ],
  authWords,
);

const text = 'not a pattern. Write a text in quotes, `*` stands for anything.';

const RuleFields = mapping(
  {
    when: section(
      z.string().min(1).max(100),
      z.string(text).max(300, text),
      'Write labels with their patterns, `{ alertname: "Churn*" }`; `{}` is every alert.',
    ),
    model: Name.optional(),
    environment: Name.optional(),
    kind: Kind.optional(),
    severity: HowBad.optional(),
  },
  'not a rule. Write `{ when: { alertname: "Churn*" }, model: churn, environment: production, kind: errors }`.',
);

const Rule = RuleFields.refine(({ when: _, ...says }) => Object.values(says).some((one) => one !== undefined), {
  error: 'a rule that says nothing. Write `model`, `environment`, `kind` or `severity` beside `when`.',
});

/** How each kind of source can prove who it is, `none` aside. */
const proofs = {
  alertmanager: ['bearer', 'basic'],
  databricks: ['basic'],
  drift: ['hmac', 'bearer', 'basic'],
} as const;

/** Every kind of source that a policy may name. */
export const sourceKinds = ['alertmanager', 'databricks', 'drift'] as const satisfies readonly (keyof typeof proofs)[];

const kindWords = `not a kind of source. Write ${sourceKinds.map(code).join(', ')}.`;

/** Something that sends alerts: what it is, how it proves that, and what its alerts are about where they do not say so. */
export const AlertsFrom = mapping(
  {
    kind: z.enum(sourceKinds, kindWords),
    auth: Proof,
    map: z
      .array(Rule, 'not a list of rules. Write `[ { when: { alertname: "Churn*" }, model: churn } ]`.')
      .max(500, 'more than 500 rules. Write 500 at most, or label the alerts.')
      .default([]),
  },
  'not a source of alerts. Write `{ kind: alertmanager, auth: { bearer: env:NAME } }`.',
).superRefine(({ kind, auth }, context) => {
  const able: readonly string[] = proofs[kind];
  const [way] = auth === 'none' ? [] : Object.keys(auth);
  if (way === undefined || able.includes(way)) return;
  const words = `not what ${code(kind)} can send. Write ${able.map(code).join(' or ')}.`;
  context.addIssue({ code: 'custom', path: ['auth', way], message: words });
});

const urlWords =
  'not the address of a Prometheus server. Write `https://prometheus.example`, without user, password, query or fragment.';

/** A server that own checks ask. */
export const PrometheusServer = mapping(
  { url: address(urlWords), auth: Auth.default('none') },
  'not a Prometheus server. Write `{ url: "https://prometheus.example" }`.',
);
