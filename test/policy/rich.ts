import { bundleOf } from '../../src/policy/bundle.ts';

/** A platform's policy with everything that the language has beyond the plain one. Wrong files are made of it by one change. */
export const platform = `admin: C0ADMIN
profile: team
include: teams/*.yaml
groups:
  reviewers: [U0R1, "pat@corp.example"]
  platform: [U0P1, "@platform-owners"]
  firefighters: [U0F1]
environments:
  staging: { registry: mlflow, channel: C0STAGING, name: "staging.{model}" }
  production:
    registry: mlflow
    channel: C0PROD
    approvals: [{ from: [reviewers], min: 1 }, { from: [platform], min: 1, required: true }]
    checklist: { reviewers: ["Looked at the errors"] }
    break-glass: [firefighters]
    remind: [12h, 2d]
    expires: 48h
    calendar:
      - { closed: "Fri 16:00 - Mon 08:00", zone: Europe/Berlin, why: "nobody is here" }
      - { closed: 2026-12-20 - 2027-01-03, zone: Europe/Berlin, why: "end of the year" }
registries:
  mlflow: { kind: mlflow, url: "https://mlflow.example" }
git: { github: { token: env:GITHUB_TOKEN, repositories: ["acme/*"] } }
teams:
  growth: { owner: "@growth-ml", channels: { production: C0GROWTH }, models: ["churn*", uplift] }
floors:
  production:
    approvals: 2
    exclude: [requester, commit-author]
    profile: team
    mode: advise
    expires: 72h
    break-glass: [firefighters]
    gates:
      - { metric: auc, min: 0.75 }
models:
  fraud:
    owner: [platform]
    path: [production]
    profile: regulated
    mode: advise
    remind: none
    calendar: [{ open: "Mon-Thu 09:00-16:00", zone: Europe/Berlin, why: "office hours" }]
    show: [confusion_matrix.png, { artifact: errors.csv, rows: 5, beside: champion }]
    gates:
      - { metric: auc, min: 0.80 }
      - { latency: p95_ms, max: 50, mode: warn until 2026-12-01 }
      - { size: 500MB, mode: off, because: "measured from next month" }
`;

/** A team's file beside it. */
export const growth = `team: growth
groups:
  growth-leads: [U0G1, U0G2]
models:
  churn:
    path: [staging, production]
    template: classification
    with: [realtime]
    about: { primary: auc, by: "1%", slices: "recall/*", latency: p95_ms, max-latency: 50 }
    gates:
      - { latency: p95_ms, max: 40 }
      - { improves: auc, by: "2%" }
    loosen:
      - { gate: labels, because: "one more class" }
    more-approvals: { production: [{ from: [growth-leads], min: 1 }] }
    checklist: { growth-leads: ["Told the call centre"] }
`;

/** Both as one text, each with one piece replaced; throws when a piece is not in them exactly once. */
export function changedRich(piece = '', by = ''): string {
  const found = [platform, growth].map((text) => (piece === '' ? 0 : text.split(piece).length - 1));
  if (piece !== '' && found.reduce((sum, times) => sum + times, 0) !== 1)
    throw new Error(`Not exactly once in the rich policy: ${piece}`);
  const [root = '', team = ''] = [platform, growth].map((text, at) =>
    found[at] === 1 ? text.replace(piece, () => by) : text,
  );
  return bundleOf({ name: 'policy.yaml', text: root }, [{ name: 'teams/growth.yaml', text: team }]);
}
