import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { inFlight } from '../../handlers/in-flight.ts';
import { answer, routeServer } from '../../handlers/routes.ts';
import { clientOptions } from '../../handlers/slack-clients.ts';
import { slackLogger } from '../../handlers/slack-logger.ts';
import { measuredRoute } from '../../handlers/webhooks/measured-route.ts';
import { ReleaseError } from '../../src/errors.ts';
import { http } from '../../src/http.ts';
import { jsonLog } from '../../src/log.ts';
import { measuredFetch } from '../../src/metrics/measured-fetch.ts';
import { metrics } from '../../src/metrics.ts';
import type { Backlog } from '../../src/ports-meters.ts';
import { measuredSteps } from '../../src/queue/measured-steps.ts';
import type { Step, StepContext } from '../../src/queue/step.ts';
import { steps } from '../../src/queue/steps/table.ts';

const log = jsonLog({ level: 'silent' });
const nothing = { count: 0, oldest: null };
const quiet: Backlog = { phases: new Map(), look: nothing, show: nothing, inbox: nothing, entries: 0, policy: 0 };

function measuring(backlog: () => Promise<Backlog> = async () => quiet) {
  return metrics({ clock: () => 100_000, backlog, version: '0.1.0', role: 'all' });
}

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, 'listening');
  const { port } = z.custom<AddressInfo>().parse(server.address());
  return `http://127.0.0.1:${port}`;
}

test('the page names what runs, and the process itself', async () => {
  const page = await measuring().page();
  expect(page).toContain(`signalbox_info{version="0.1.0",node="${process.versions.node}",role="all"} 1`);
  expect(page).toContain('process_resident_memory_bytes');
  expect(page).toContain('nodejs_eventloop_lag_p99_seconds');
});

test('what waits is read when the page is asked for', async () => {
  let backlog: Backlog = {
    ...quiet,
    phases: new Map([['review', 4]]),
    look: { count: 2, oldest: 40_000 },
    inbox: { count: 1, oldest: 99_500 },
    entries: 812,
    policy: 7,
  };
  const { page } = measuring(async () => backlog);
  const first = await page();
  expect(first).toContain('signalbox_releases{phase="review"} 4');
  expect(first).toContain('signalbox_waiting{queue="look"} 2');
  expect(first).toContain('signalbox_waiting_seconds{queue="look"} 60');
  expect(first).toContain('signalbox_waiting_seconds{queue="show"} 0');
  expect(first).toContain('signalbox_waiting_seconds{queue="inbox"} 0.5');
  expect(first).toContain('signalbox_audit_entries 812');
  expect(first).toContain('signalbox_policy_number 7');
  backlog = quiet;
  expect(await page()).not.toContain('phase="review"');
});

test('without Redis the page has no stale numbers, and says why', async () => {
  let up = true;
  const { page } = measuring(async () => {
    if (up) return { ...quiet, policy: 7 };
    throw new ReleaseError('store_unavailable');
  });
  expect(await page()).toContain('signalbox_store_up 1');
  up = false;
  const later = await page();
  expect(later).toContain('signalbox_store_up 0');
  expect(later).not.toContain('signalbox_policy_number 7');
  expect(later).not.toMatch(/^signalbox_waiting/m);
});

const context = z.custom<StepContext>().parse({});

test.each<[string, Step['run'], string]>([
  ['did it', async () => ({ kind: 'done', already: false }), 'done'],
  ['had nothing to do', async () => ({ kind: 'done', already: true }), 'already'],
  ['found somebody else', async () => ({ kind: 'foreign', found: null }), 'foreign'],
  ['heard a no', () => Promise.reject(new ReleaseError('bytes_differ')), 'refused'],
  ['heard nothing', () => Promise.reject(new ReleaseError('registry_unreachable')), 'unknown'],
  ['lost its lease', () => Promise.reject(new ReleaseError('lease_lost')), 'lease-lost'],
  ['has a bug', () => Promise.reject(new TypeError('x')), 'broken'],
])('a step that %s is counted as such', async (_, run, result) => {
  const { meters, page } = measuring();
  const measured = measuredSteps({ ...steps, validate: { kind: 'validate', run } }, meters);
  await measured.validate.run(context).catch(() => {});
  expect(await page()).toContain(`signalbox_step_seconds_count{step="validate",direction="do",result="${result}"} 1`);
});

test('a step that cannot be undone stays so', () => {
  const measured = measuredSteps(steps, measuring().meters);
  for (const kind of Object.values(steps)) expect(measured[kind.kind].undo === undefined).toBe(kind.undo === undefined);
});

test('calls to Slack are counted by method, 429s on their own', async () => {
  const answers = [200, 429, 500];
  const apiUrl = `${await listening((_, response) => {
    response.writeHead(answers.shift() ?? 200, { 'content-type': 'application/json', 'retry-after': '1' });
    response.end('{"ok":false,"error":"channel_not_found"}');
  })}/api/`;
  const { meters, page } = measuring();
  const access = { apiUrl, logger: slackLogger(log), fetch: measuredFetch(meters) };
  const client = new WebClient('xoxb-1', clientOptions(access, 0));
  for (const _ of [1, 2, 3]) await client.chat.postMessage({ channel: 'C1', text: 'x' }).catch(() => {});
  await new WebClient('xoxb-1', clientOptions({ ...access, apiUrl: 'http://127.0.0.1:1/api/' }, 0)).auth
    .test()
    .catch(() => {});
  const text = await page();
  expect(text).toContain('signalbox_slack_call_seconds_count{method="chat.postMessage",result="ok"} 1');
  expect(text).toContain('signalbox_slack_call_seconds_count{method="chat.postMessage",result="rate-limited"} 1');
  expect(text).toContain('signalbox_slack_call_seconds_count{method="chat.postMessage",result="server-error"} 1');
  expect(text).toContain('signalbox_slack_call_seconds_count{method="auth.test",result="no-answer"} 1');
  expect(text).toContain('signalbox_slack_rate_limited_total{method="chat.postMessage"} 1');
});

test('calls to a registry are counted by how they ended', async () => {
  const answers = [200, 404, 503];
  const baseUrl = await listening((_, response) => response.writeHead(answers.shift() ?? 200).end('{}'));
  const { meters, page } = measuring();
  const open = http({ baseUrl, auth: { kind: 'none' }, log, meters });
  const closed = http({ baseUrl: 'http://127.0.0.1:1', auth: { kind: 'none' }, log, meters });
  onTestFinished(() => Promise.all([open.close(), closed.close()]).then(() => {}));
  const call = { deadline: Date.now() + 5_000 };
  for (const _ of [1, 2, 3]) await open.text({ method: 'GET', path: '/version' }, call);
  await closed.text({ method: 'GET', path: '/version' }, call).catch(() => {});
  const text = await page();
  for (const result of ['ok', 'refused', 'server-error']) {
    expect(text).toContain(
      `signalbox_registry_call_seconds_count{server="${baseUrl}",method="GET",result="${result}"} 1`,
    );
  }
  expect(text).toContain('{server="http://127.0.0.1:1",method="GET",result="no-answer"} 1');
});

test('webhooks are counted by their answer, and made-up registries under one name', async () => {
  const { meters, page } = measuring();
  const statuses: Record<string, number> = { prod: 200, busy: 503, evil: 401 };
  const route = measuredRoute(
    {
      method: 'POST',
      path: '/webhooks/mlflow/:registry',
      handle: async (_, response, registry) => answer(response, statuses[registry] ?? 404),
    },
    meters,
  );
  const server = routeServer([route], inFlight(), log).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, 'listening');
  const { port } = z.custom<AddressInfo>().parse(server.address());
  for (const name of ['prod', 'busy', 'evil', 'guess-1', 'guess-2']) {
    const { body } = await request(`http://127.0.0.1:${port}/webhooks/mlflow/${name}`, { method: 'POST' });
    await body.dump();
  }
  const text = await page();
  const lines = text.split('\n').filter((line) => line.startsWith('signalbox_webhook_seconds_count'));
  expect(lines).toEqual([
    'signalbox_webhook_seconds_count{registry="prod",result="accepted"} 1',
    'signalbox_webhook_seconds_count{registry="busy",result="not-stored"} 1',
    'signalbox_webhook_seconds_count{registry="evil",result="forged"} 1',
    'signalbox_webhook_seconds_count{registry="unknown",result="unknown-registry"} 2',
  ]);
});
