/** A policy that uses everything there is to say. Wrong files are made of it by one change. */
export const good = `admin: C0ADMIN
people:
  "pat@corp.example": U0PAT
  "root": machine
groups:
  reviewers: [U0R1, U0R2]
  platform: [U0P1, "@platform-owners"]
environments:
  staging:
    registry: mlflow-staging
    channel: C0STAGING
    approvals: none
  production:
    registry: mlflow-prod
    channel: C0PROD
    approvals:
      - { from: [reviewers], min: 2 }
      - { from: [platform], min: 1, required: true }
    exclude: [requester, run-author]
    rollback:
      on-call: ["@ml-oncall"]
      approvals: [{ from: [reviewers, platform], min: 1 }]
    expires: 48h
    watch: 45m
    give-up-after: 7d
    notice: Stock-taking until Monday.
    name: "prod.{model}"
    may: { pause: [platform], resume: everybody }
    unknown-person: refuse
registries:
  mlflow-staging:
    kind: mlflow
    url: https://staging.mlflow.example
    auth: { basic: { user: signalbox, password: env:STAGING_PASSWORD } }
  mlflow-prod:
    kind: mlflow
    url: https://mlflow.example
    auth: { bearer: env:PROD_TOKEN }
    ca: /etc/ssl/corp.pem
    webhook: { secret: env:PROD_HOOK }
models:
  churn:
    owner: "@growth-ml"
    pattern: deploy-model
    path: [staging, production]
    opens: every-version
    gates:
      - { metric: auc, min: 0.80 }
      - { improves: auc, by: 0.005 }
    may: { request: [reviewers] }
  fraud:
    owner: [platform, U0FRED]
    pattern: deploy-code
    path: [production]
`;

/** The good policy with one piece of text replaced; throws when the piece is not in it exactly once. */
export function changed(piece: string, by: string): string {
  if (good.split(piece).length !== 2) throw new Error(`Not exactly once in the good policy: ${piece}`);
  return good.replace(piece, () => by);
}
