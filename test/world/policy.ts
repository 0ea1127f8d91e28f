import { PersonId } from '../../src/release/ids.ts';

/** Two lanes: one that releases by itself, one that asks two groups. Times are short, so that a run sees them end. */
export const policyText = `
admin: C0ADMIN
people: { "root": machine, "ann@corp.example": U0ANN }
groups:
  reviewers: [U0ANN, U0BOB, U0GUEST, U0GONE]
  platform: [U0PAT, "@platform"]
environments:
  staging:
    registry: staging
    channel: C0STAGING
    approvals: none
    rollback: { on-call: [U0ONE], approvals: [ { from: [reviewers], min: 1 } ] }
    expires: 20m
    watch: 1m
    give-up-after: 5m
  production:
    registry: production
    channel: C0PROD
    after: registered
    approvals:
      - { from: [reviewers], min: 1 }
      - { from: [platform], min: 1, required: true }
    exclude: [requester, run-author]
    rollback: { on-call: [U0ONE], approvals: [ { from: [reviewers, platform], min: 1 } ] }
    expires: 20m
    watch: 2m
    give-up-after: 5m
registries:
  staging: { kind: mlflow, url: http://127.0.0.1:1 }
  production: { kind: mlflow, url: http://127.0.0.1:2 }
models:
  churn:
    owner: U0OWN
    path: [staging, production]
    opens: candidate
    gates: [ { metric: auc, min: 0.80 } ]
`;

const person = (id: string) => PersonId.parse(id);

/** Who is there. Guests, bots and people who left are in the groups too: that must not help them. */
export const people = {
  ann: person('U0ANN'),
  bob: person('U0BOB'),
  pat: person('U0PAT'),
  pia: person('U0PIA'),
  one: person('U0ONE'),
  own: person('U0OWN'),
  out: person('U0OUT'),
  guest: person('U0GUEST'),
  gone: person('U0GONE'),
  bot: person('U0BOT'),
} as const;

export const reviewers: readonly PersonId[] = [people.ann, people.bob];
export const platform: readonly PersonId[] = [people.pat, people.pia];
export const onCall = people.one;
