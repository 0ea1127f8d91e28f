import type { Policies } from '../../src/ports.ts';
import { policiesOf } from '../fakes/policies.ts';

/** One way to decide about production, in the policy's words, and what it comes to in words of our own. */
export interface Variant {
  readonly yaml: string;
  readonly rules: readonly {
    readonly from: readonly Group[];
    readonly min: number;
    readonly required?: true;
  }[];
  readonly reviewers: readonly string[];
  readonly excludesAuthor: boolean;
  readonly boxes: Readonly<Partial<Record<Group, readonly string[]>>>;
  /** Until when the bound on auc only warns; ms since 1970. */
  readonly warnsUntil: number | null;
  readonly weekends: 'closed' | 'open';
}

export type Group = 'reviewers' | 'platform' | 'pia';

export const warnDay = '2026-11-25';
const one = { min: 1 } as const;
const usual: Variant = {
  yaml: 'approvals: [ { from: [reviewers], min: 1 }, { from: [platform], min: 1, required: true } ]',
  rules: [
    { from: ['reviewers'], ...one },
    { from: ['platform'], ...one, required: true },
  ],
  reviewers: ['U0ANN', 'U0BOB', 'U0GUEST', 'U0GONE'],
  excludesAuthor: true,
  boxes: {},
  warnsUntil: null,
  weekends: 'open',
};

/** The policies that a run changes between. */
export const variants: readonly Variant[] = [
  usual,
  {
    ...usual,
    yaml: 'approvals: [ { from: [reviewers], min: 2 }, { from: [platform], min: 1, required: true } ]',
    rules: [
      { from: ['reviewers'], min: 2 },
      { from: ['platform'], ...one, required: true },
    ],
    excludesAuthor: false,
  },
  { ...usual, reviewers: ['U0ANN', 'U0ONE'], warnsUntil: Date.parse(`${warnDay}T00:00:00Z`) },
  {
    ...usual,
    yaml: `${usual.yaml}
    checklist: { reviewers: ["saw the slices", "told support"], platform: ["has room"] }`,
    boxes: { reviewers: ['saw the slices', 'told support'], platform: ['has room'] },
  },
  {
    ...usual,
    yaml: `approvals: [ { from: [reviewers, platform], min: 1 }, { from: ["pia@corp.example"], min: 1, required: true } ]
    calendar: [ { closed: "Fri 16:00 - Mon 08:00", zone: UTC, why: "nobody is here" } ]`,
    rules: [
      { from: ['reviewers', 'platform'], ...one },
      { from: ['pia'], ...one, required: true },
    ],
    weekends: 'closed',
  },
  {
    ...usual,
    yaml: 'approvals: [ { from: [reviewers, platform], min: 2 } ]',
    rules: [{ from: ['reviewers', 'platform'], min: 2 }],
    excludesAuthor: false,
  },
];

const documents = variants.map((variant) => policiesOf(text(variant)));

/** A policy that can be changed, as all processes see it. */
export interface Changing extends Policies {
  readonly now: () => Variant;
  change(to: number): void;
}

export function changingPolicy(): Changing {
  let at = 0;
  let number = 1;
  const active = () => documents[at] ?? documents[0];
  const read = <T>(ask: (policies: Policies) => T): T => {
    const policies = active();
    if (policies === undefined) throw new Error('no policy');
    return ask(policies);
  };
  return {
    now: () => variants[at] ?? usual,
    change: (to) => {
      at = to % variants.length;
      number += 1;
    },
    number: () => number,
    lane: (model, environment) => read((policies) => policies.lane(model, environment)),
    lanes: () => read((policies) => policies.lanes()),
    models: () => read((policies) => policies.models()),
    environments: () => read((policies) => policies.environments()),
    admin: () => read((policies) => policies.admin()),
  };
}

function text({ yaml, reviewers, excludesAuthor, warnsUntil }: Variant): string {
  return `
admin: C0ADMIN
people: { "root": machine, "ann@corp.example": U0ANN }
groups:
  reviewers: [${reviewers.join(', ')}]
  platform: [U0PAT, "@platform"]
environments:
  staging: { registry: staging, channel: C0STAGING, approvals: none, expires: 30d, watch: 1m }
  production:
    registry: production
    channel: C0PROD
    after: registered
    ${yaml}
    exclude: [requester${excludesAuthor ? ', run-author' : ''}]
    rollback: { on-call: [U0ONE], approvals: [ { from: [reviewers, platform], min: 1 } ] }
    expires: 30d
    watch: 2m
registries:
  staging: { kind: mlflow, url: http://127.0.0.1:1 }
  production: { kind: mlflow, url: http://127.0.0.1:2 }
models:
  churn:
    owner: U0OWN
    path: [staging, production]
    opens: never
    gates:
      - { metric: auc, min: 0.80${warnsUntil === null ? '' : `, mode: warn until ${warnDay}`} }
      - { improves: auc }
`;
}
