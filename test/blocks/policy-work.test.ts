import { expect, test } from 'vitest';
import { policyMessage } from '../../blocks/policy-words.ts';
import { policiesOf } from '../fakes/policies.ts';
import { working } from '../policy/working.ts';
import { expectMessage, read } from './promises.ts';
import { names } from './scenes.ts';

const policies = policiesOf(working);

function shown(model: string, environment: string): string {
  const policy = policies.lane(model, environment);
  if (policy === null) throw new Error('the policy has this lane');
  const gates = policy.gates.map(({ kind }) => ({ label: kind, mode: { kind: 'block' } as const }));
  const message = policyMessage({ policy, gates }, { names, mentions: [] });
  expectMessage(message);
  return read(message)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([;,])/g, '$1');
}

test.each([
  [
    'dev',
    'https://dev.mlflow.example',
    'no stage',
    'Data not said; experiment not said; Prometheus not said; log level not said',
  ],
  [
    'staging',
    'https://staging.mlflow.example',
    'no stage',
    'Data /data/staging; experiment fraud_staging; Prometheus true; log level INFO',
  ],
  [
    'production',
    'https://mlflow.example',
    'stage Production',
    'Data /data/prod; experiment fraud_prod; Prometheus https://prometheus.example; log level WARNING',
  ],
])('the environment %s is shown with its registry, stage, data, experiment, Prometheus and log level', (...facts) => {
  for (const fact of facts) expect(shown('fraud', facts[0])).toContain(fact);
});

test.each([
  ['fraud', 'staging', 'Trained by command ./scripts/train.sh {environment}'],
  ['fraud', 'staging', 'of https://git.example/risk/fraud.git'],
  ['fraud', 'production', 'Trained by databricks-job 123456'],
  ['fraud', 'production', 'may differ by: auc ±0.02, recall/* ±0.05, rmse ±5 %'],
  ['fraud', 'production', 'Validated by http https://risk.example/check'],
  ['fraud', 'production', 'Served by http https://deploy.example/fraud'],
  ['churn', 'production', 'Served by batch https://jobs.example/churn'],
  ['fraud', 'production', 'Comes here: what is or was live in staging'],
  ['fraud', 'staging', 'Once verified: a request opens by itself for production'],
  ['fraud', 'dev', 'Once verified: people ask for staging'],
])('%s in %s: %s', (model, environment, words) => {
  expect(shown(model, environment)).toContain(words);
});

test('what a model copied does not have is not shown', () => {
  expect(shown('churn', 'production')).not.toContain('Trained by');
  expect(shown('churn', 'staging')).not.toContain('Served');
});
