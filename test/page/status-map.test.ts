import { expect, test } from 'vitest';
import type { Message } from '../../blocks/message.ts';
import { type StatusLane, statusMessage } from '../../blocks/status.ts';
import { traceMessage } from '../../blocks/trace.ts';
import { IncidentId, laneKey } from '../../src/release/ids.ts';
import { emptyLane } from '../../src/release/lane.ts';
import type { LaneIncident, LaneState, LiveVersion } from '../../src/release/lane-state.ts';
import { by, digest, kim, names, release, stateOf, story, t0, version } from '../blocks/scenes.ts';
import { keepScreen } from './browser.ts';
import { company } from './company.ts';

const here = company();
const people = { names, mentions: [] };
const brought = { release: release('a'), commit: 'c0ffee0123456789', letIn: 'approvals', people: [kim] } as const;

function station(
  model: string,
  environment: string,
  live: Partial<LiveVersion> | null,
  more: Partial<StatusLane> = {},
  incidents: LaneState['incidents'] = [],
): StatusLane {
  const usual: LiveVersion = { version: version(12), release: release('a'), since: t0, standing: 'verified' };
  const lane = emptyLane(laneKey(model, environment));
  return {
    model,
    environment,
    lane: { ...lane, incidents, since: t0, brought, live: live === null ? null : { ...usual, ...live } },
    pauses: [],
    mode: 'enforce',
    calendar: [],
    reevaluateMs: null,
    ...more,
  };
}

const pause = {
  cause: 'person',
  by: by(kim),
  at: t0,
  why: 'stock-taking',
  until: t0 + 86_400_000,
  release: null,
} as const;
function alert(over: Partial<LaneIncident>): LaneIncident {
  return {
    incident: IncidentId.parse('i-abcdefgh12'),
    of: 'errors',
    phase: 'open',
    severity: 'critical',
    openedAt: t0,
    resolvedAt: null,
    until: null,
    acknowledged: false,
    ...over,
  };
}

const alerts = [
  alert({}),
  alert({ of: 'latency', severity: 'warning', acknowledged: true }),
  alert({ of: 'input-drift', phase: 'dismissed', until: t0 + 30 * 86_400_000 }),
  alert({ of: 'performance', phase: 'resolved', resolvedAt: t0 }),
];
const churn = [
  station('churn', 'dev', { version: version(15) }),
  station('churn', 'staging', { version: version(14), standing: 'watching' }),
  station('churn', 'production', { version: version(9) }, { pauses: [pause] }),
];
const alerted = [
  station('scoring', 'staging', { version: version(5) }, {}, [alert({ phase: 'dismissed', until: t0 + 86_400_000 })]),
  station('scoring', 'production', { version: version(4), standing: 'watching' }, {}, alerts),
];
const rows = [
  ...churn,
  ...alerted,
  station('fraud', 'dev', { version: version(3) }),
  station('fraud', 'staging', { version: version(2), release: null, standing: 'outside' }),
  station('fraud', 'production', null),
  ...Array.from({ length: 9 }, (_, at) =>
    ['dev', 'staging', 'production'].map((name) => station(`m-${at}`, name, {})),
  ).flat(),
];

async function look(channel: string, messages: readonly Message[], name: string): Promise<void> {
  for (const message of messages)
    expect((await here.app.app.client.chat.postMessage({ channel, ...message })).ok).toBe(true);
  for (const size of ['desk', 'phone'] as const) {
    const page = await here.open('kim', channel, size);
    await expect.poll(() => page.getByRole('article').count()).toBe(messages.length);
    await page.setViewportSize({ width: size === 'desk' ? 1280 : 390, height: size === 'desk' ? 1_600 : 2_600 });
    await expect.poll(() => page.getByText('cannot draw').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await keepScreen(page, size === 'desk' ? name : `${name}-phone`);
  }
}

test('the map, one model’s row of stations and a trace are drawn whole, wide and on a phone', async () => {
  const channel = here.slack.addChannel({ name: 'map', people: ['kim'], app: true });
  const state = stateOf(story('promotion', 'verified'));
  const traced = {
    version: version(14),
    live: churn[0]?.lane.live ?? null,
    release: state,
    run: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    commit: 'c0ffee0123456789',
    datasets: [{ name: 'customers', digest: 'd1905bb3', context: 'train' }],
    approvedBy: [kim],
    letIn: 'approvals',
    verdicts: state.evidence?.findings.verdicts ?? [],
    gates: null,
    evidence: digest('e'),
    gone: false,
  } as const;
  const places = [
    { environment: 'staging', registry: 'mlflow-staging', versions: [traced], unread: null },
    { environment: 'production', registry: 'mlflow-prod', versions: [], unread: 'the registry does not answer' },
  ];
  await look(
    channel.id,
    [
      statusMessage(rows, '/mlops', people),
      statusMessage(churn, '/mlops', people),
      statusMessage(alerted, '/mlops', people),
      traceMessage({ model: 'churn', commit: null, places }, people),
    ],
    'status-map',
  );
});
