import { expect, test } from 'vitest';
import type { CalendarRule } from '../../src/release/lane-policy.ts';
import type { Pause } from '../../src/release/lane-state.ts';
import { type Held, pausesHere } from '../../src/release/pausing.ts';
import * as scene from './scene.ts';

const closed: CalendarRule = { kind: 'dates', from: '1970-01-01', to: '2099-12-31', zone: 'UTC', why: 'stock-taking' };
const pause: Pause = { cause: 'person', by: scene.registry, at: 1, why: 'moving', until: null, release: null };
const over: Pause = { ...pause, until: scene.now - 1 };
const nothing: Held = { lane: [], environment: [], model: [] };

test.each<[string, Held, readonly CalendarRule[], readonly string[]]>([
  ['nothing', nothing, [], []],
  ['the lane', { ...nothing, lane: [pause] }, [], ['churn in production']],
  ['the environment', { ...nothing, environment: [pause] }, [], ['production']],
  ['the model', { ...nothing, model: [pause] }, [], ['churn']],
  [
    'all of them',
    { lane: [pause], environment: [pause], model: [pause] },
    [],
    ['churn in production', 'production', 'churn'],
  ],
  ['what is over', { lane: [over], environment: [over], model: [over] }, [], []],
  ['the environment’s calendar', nothing, [closed], ['production']],
  ['the model’s own calendar', nothing, [{ ...closed, of: 'model' }], ['churn in production']],
  ['both calendars, told once', nothing, [{ ...closed, of: 'model' }, closed], ['production']],
])('a pause says what it covers: %s', (_, held, calendar, scopes) => {
  const found = pausesHere({ model: 'churn', environment: 'production', calendar }, held, scene.now);
  expect(found.map(({ scope }) => scope)).toEqual(scopes);
});
