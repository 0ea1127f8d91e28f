import { expect, inject, test } from 'vitest';
import { alertSources } from '../../src/alerts/table.ts';
import { laneKey } from '../../src/release/ids.ts';
import { stage } from '../features/support.ts';
import { dice } from '../world/dice.ts';
import {
  alertsEach,
  figures,
  incidentMessages,
  incidents,
  message,
  messagesEach,
  minute,
  policyFor,
  second,
  send,
  watchingCalls,
  workUntil,
} from './storming.ts';

test(
  'a storm of alerts is one message a lane: none is lost, and Slack never has to say that it is too much',
  async () => {
    const models = Array.from({ length: inject('alertLanes') / 2 }, (_, n) => `m${n}`);
    const places = models.flatMap((model) => ['staging', 'production'].map((environment) => ({ model, environment })));
    const lanes = places.map(({ model, environment }) => laneKey(model, environment));
    const on = await stage({
      policy: policyFor(models),
      alerts: [alertSources.alertmanager({ name: 'am', auth: { kind: 'bearer', tokens: ['s3cret'] } })],
    });
    const calls = watchingCalls(on);
    const begin = on.clock.now();
    const parts = places.flatMap((place) =>
      Array.from({ length: messagesEach }, (_, part) => {
        const own = alertsEach / messagesEach;
        return Array.from({ length: own }, (_, n) => ({ ...place, n: part * own + n }));
      }),
    );
    const chance = dice(7);
    const statuses = new Set<number>();
    const order = parts.map((alerts) => ({ alerts, at: chance.roll(1_000_000) })).toSorted((a, b) => a.at - b.at);
    for (const [nth, { alerts }] of order.entries()) {
      const body = message({ status: 'firing', alerts, startsAt: begin });
      statuses.add(await send(on, body));
      // Alertmanager repeats what it was not answered for in time.
      if (chance.oneIn(5)) statuses.add(await send(on, body));
      const due = begin + Math.floor(((nth + 1) * minute) / order.length);
      if (due - on.clock.now() >= second || nth === order.length - 1) await workUntil(on, due);
    }
    expect(on.clock.now() - begin).toBeLessThan(2 * minute);

    const opened = await incidents(on, lanes);
    expect(opened.map((own) => own.length)).toEqual(lanes.map(() => 1));
    expect(opened.flat().map((one) => one?.symptoms.length)).toEqual(lanes.map(() => alertsEach));

    // A channel takes one message a second: its last card cannot come sooner.
    await workUntil(on, begin + minute + models.length * second + 30 * second);
    expect(incidentMessages(on)).toHaveLength(lanes.length);

    for (const place of places) {
      const alerts = Array.from({ length: alertsEach }, (_, n) => ({ ...place, n }));
      statuses.add(await send(on, message({ status: 'resolved', alerts, startsAt: begin })));
    }
    const over = await incidents(on, lanes);
    expect(over.flat().map((one) => one?.phase)).toEqual(lanes.map(() => 'resolved'));
    // Slack lets an app edit fifty messages a minute.
    await workUntil(on, on.clock.now() + Math.ceil((lanes.length * 2) / 50 + 2) * minute);
    const shown = incidentMessages(on).map((one) => JSON.stringify(one.content).includes('Resolved: '));
    expect(shown).toEqual(lanes.map(() => true));

    expect([...statuses]).toEqual([200]);
    expect([...calls.values()].filter(({ status }) => status === 429)).toEqual([]);
    expect(calls.size).toBeGreaterThan(lanes.length);
    process.stdout.write(`${JSON.stringify(figures(on, begin, calls))}\n`);
  },
  20 * minute,
);
