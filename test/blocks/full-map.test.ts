import { expect, test } from 'vitest';
import { type StatusLane, statusMessage } from '../../blocks/status.ts';
import { laneKey } from '../../src/release/ids.ts';
import { emptyLane } from '../../src/release/lane.ts';
import { expectMessage, read } from './promises.ts';
import { by, kim, lee, names, release, t0, version } from './scenes.ts';

const people = { names, mentions: [] };
const places = ['development', 'staging-europe-west', 'production-europe-west'];

/** As long as a line of the map gets: reviewed by several, watched, rehearsed in vain, and paused for a long reason. */
function busy(model: string, environment: string): StatusLane {
  const id = release('a');
  const live = { version: version(123), release: id, since: t0, standing: 'watching' } as const;
  const brought = { release: id, commit: 'c0ffee0123456789', letIn: 'approvals', people: [kim, lee, kim] } as const;
  const rehearsed = { at: t0, by: by(kim), target: version(11), failed: ['files'] };
  return {
    model,
    environment,
    lane: { ...emptyLane(laneKey(model, environment)), since: t0, live, brought, rehearsed },
    pauses: [{ cause: 'person', by: by(kim), at: t0, why: '*frozen* <!here> '.repeat(9), until: t0, release: null }],
    mode: 'enforce',
    calendar: [],
    reevaluateMs: null,
  };
}

test.each([
  ['one environment each', places.slice(0, 1), 12],
  ['three environments each', places, 34],
])('200 models at their busiest, %s: no line of a page is left out', (_, environments, pages) => {
  const rows = Array.from(
    { length: 200 },
    (_, at) => `catalog.schema_of_customers.model_number_${at}_of_a_team`,
  ).flatMap((model) => environments.map((environment) => busy(model, environment)));
  const shown = Array.from({ length: pages }, (_, page) => {
    const message = statusMessage(rows, '/mlops', people, page);
    expectMessage(message);
    expect(read(message)).not.toContain('more line');
    return read(message).match(/model_number_\d+/g) ?? [];
  });
  expect(shown.flat()).toHaveLength(200);
});
