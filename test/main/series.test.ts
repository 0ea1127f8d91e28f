import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { type Scope, unmetNeeds } from '../../src/main/needs.ts';
import { seriesOf } from '../../src/main/series.ts';
import { parsePolicy } from '../../src/policy/parse.ts';
import { silent } from '../fakes/log.ts';

function policy(port: number) {
  const check = '{ name: errors, kind: errors, query: "sum(errors)", prometheus: main, max: 1 }';
  const parsed = parsePolicy(
    `admin: C0ADMIN
prometheus:
  main: { url: "http://127.0.0.1:${port}/prom", auth: { bearer: env:PROMETHEUS_TOKEN } }
  open: { url: "http://127.0.0.1:${port}" }
environments:
  staging: { registry: stage, channel: C0PROD, approvals: none }
  production: { registry: prod, channel: C0PROD, approvals: none, checks: [ ${check} ] }
registries:
  stage: { kind: mlflow, url: "http://127.0.0.1:5001" }
  prod: { kind: mlflow, url: "http://127.0.0.1:5002" }
models:
  churn: { owner: U0ADA, path: [staging, production] }
`,
    'policy.yaml',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}

async function server() {
  const asked: (string | undefined)[] = [];
  const it = createServer(({ headers, url }, response) => {
    asked.push(`${headers.authorization} ${url?.split('?')[0]}`);
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [] } }));
  }).listen(0, '127.0.0.1');
  await once(it, 'listening');
  onTestFinished(() => void it.close().closeAllConnections());
  const address = it.address();
  return { asked, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

const everything: Scope = { environments: null, works: true };
const staging: Scope = { environments: ['staging'], works: true };

beforeEach(() => void vi.stubEnv('PROMETHEUS_TOKEN', 'let-me-in'));
afterEach(() => vi.unstubAllEnvs());

test('each server is asked at its address, with its login', async () => {
  const { asked, port } = await server();
  const series = seriesOf({ policy: policy(port), scope: everything, log: silent });
  for (const name of ['main', 'open']) {
    const points = series.get(name)?.range('up', 0, 1_000, 1_000, { deadline: Date.now() + 5_000 });
    expect(await points).toBeNull();
  }
  expect(asked).toEqual(['Bearer let-me-in /prom/api/v1/query_range', 'undefined /api/v1/query_range']);
});

test('a process that checks nothing there needs no login, and has no such server', () => {
  vi.stubEnv('PROMETHEUS_TOKEN', undefined);
  expect(unmetNeeds(policy(1), staging)).toEqual([]);
  expect([...seriesOf({ policy: policy(1), scope: staging, log: silent }).keys()]).toEqual(['open']);
  expect(unmetNeeds(policy(1), everything)).not.toEqual([]);
});
