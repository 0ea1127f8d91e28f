/** A policy that uses all there is to say of alerts. Others, right and wrong, are made of it by one change. */
export const alerting = `admin: C0ADMIN
groups:
  platform: [U0PLAT]
  nobody-else: [U0NE]
alerts:
  watch: { kind: alertmanager, auth: { bearer: env:WATCH_TOKEN } }
  monitors:
    kind: databricks
    auth: { basic: { user: signalbox, password: env:MONITORS_PASSWORD } }
    map:
      - { when: { alertname: "churn drift*" }, model: churn, environment: production, kind: input-drift, severity: warning }
      - { when: {}, model: churn }
  reports: { kind: drift, auth: { hmac: env:REPORTS_SECRET } }
prometheus:
  main: { url: "https://prometheus.example", auth: { bearer: env:PROMETHEUS_TOKEN } }
  other: { url: "https://other.example/prefix" }
environments:
  staging: { registry: staging, channel: C0STAGING, approvals: none, watch: 1h }
  production:
    registry: prod
    channel: C0PROD
    approvals: none
    watch: { for: 2h, of: [errors, latency] }
    checks:
      - { name: latency, kind: latency, prometheus: other, query: 'p95{model="{model}",env=~"a|{environment}"}', max: 0.5, window: 10m }
    links: { runbook: "https://wiki.example/{model}", dashboard: "https://grafana.example/d?m={model}&e={environment}" }
    on-alert: { tell: [platform], second: "@ml-oncall", remind: [10m, 20m], may: [platform, U0SUE] }
registries:
  staging: { kind: mlflow, url: "https://staging.mlflow.example" }
  prod: { kind: mlflow, url: "https://mlflow.example" }
models:
  churn:
    owner: U0O
    path: [staging, production]
    watch: { on-breach: auto-rollback, automates: [errors], countdown: 2m }
    checks:
      - { name: latency, kind: latency, severity: critical, prometheus: main, query: 'p99{version="{version}"}', samples: 'n{}', at-least: 50, max: 1, every: 30s, breaches: 5 }
      - { name: accuracy, kind: performance, metric: accuracy, min: 0.8 }
    links: { ticket: "https://tickets.example/new" }
    in:
      production: { watch: 15m, on-alert: { remind: none } }
  fraud: { owner: U0O, path: [production] }
  plain: { owner: U0O, path: [staging] }
`;

/** The policy with one piece of text replaced; throws when the piece is not in it exactly once. */
export function changedAlerting(piece: string, by: string): string {
  if (alerting.split(piece).length !== 2) throw new Error(`Not exactly once in the policy: ${piece}`);
  return alerting.replace(piece, () => by);
}
