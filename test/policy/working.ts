/** A policy whose models are trained, validated and served. Others, right and wrong, are made of it by one change. */
export const working = `admin: C0ADMIN
groups:
  reviewers: [U0R1, U0R2]
environments:
  dev: { registry: dev, channel: C0DEV, approvals: none, after: registered }
  staging:
    registry: staging
    channel: C0STAGING
    approvals: none
    then: auto
    data: /data/staging
    experiment: "{model}_staging"
    log-level: INFO
    prometheus: true
    variables: { MLFLOW_TRACKING_TOKEN: env:STAGING_TRAIN_TOKEN, MODEL_STAGE: Staging }
  production:
    registry: prod
    channel: C0PROD
    approvals: [{ from: [reviewers], min: 1 }]
    stage: Production
    data: /data/prod
    experiment: "{model}_prod"
    log-level: WARNING
    prometheus: https://prometheus.example
    alerts: C0ALERTS
    gates: [{ metric: auc, min: 0.70 }, { http: "https://risk.example/gate", secret: env:GATE_SECRET }]
    trainer: { github-actions: train.yml, repository: acme/models, token: env:GITHUB_TRAIN_TOKEN }
registries:
  dev: { kind: mlflow, url: "https://dev.mlflow.example", auth: { bearer: env:DEV_TOKEN } }
  staging: { kind: mlflow, url: "https://staging.mlflow.example", auth: { bearer: env:STAGING_TOKEN }, read: { basic: { user: reader, password: env:STAGING_READER } } }
  prod: { kind: mlflow, url: "https://mlflow.example", auth: { bearer: env:PROD_TOKEN }, webhook: { secret: env:PROD_HOOK } }
floors:
  production: { after: live }
models:
  churn:
    owner: U0O
    path: [dev, staging, production]
    serving: { batch: "https://jobs.example/churn", secret: env:JOBS_SECRET, on-rollback: now }
    in: { staging: { serving: none } }
  fraud:
    owner: U0O
    pattern: deploy-code
    path: [dev, staging, production]
    trainer:
      command: [./scripts/train.sh, "{environment}", "{commit}", "{release}", "{attempt}", "{model}"]
      repository: https://git.example/risk/fraud.git
      token: env:GIT_TOKEN
      folder: /var/lib/training
      timeout: 2h
    tolerance: { auc: 0.02, "recall/*": 0.05, rmse: 5% }
    validate: { http: "https://risk.example/check", secret: env:RISK_SECRET, timeout: 10s }
    in:
      production:
        trainer: { databricks-job: "123456", host: "https://acme.cloud.databricks.com", auth: { client-id: abc, client-secret: env:DBX_SECRET } }
        serving: { http: "https://deploy.example/fraud", secret: env:DEPLOY_SECRET, timeout: 15m }
`;

/** The working policy with one piece of text replaced; throws when the piece is not in it exactly once. */
export function changedWorking(piece: string, by: string): string {
  if (working.split(piece).length !== 2) throw new Error(`Not exactly once in the working policy: ${piece}`);
  return working.replace(piece, () => by);
}
