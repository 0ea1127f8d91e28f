import { expect, test } from 'vitest';
import { watchedLine } from '../../../sandbox/demo/chapters/bad-release.ts';
import { documentedLines } from '../../../sandbox/demo/chapters/blocked-by.ts';
import { closedLines } from '../../../sandbox/demo/chapters/closed.ts';
import { expiredLines } from '../../../sandbox/demo/chapters/expired.ts';
import { glassLines } from '../../../sandbox/demo/chapters/glass-broken.ts';
import { inMode } from '../../../sandbox/demo/chapters/only-watched.ts';
import { productionLines } from '../../../sandbox/demo/chapters/served.ts';
import { tickedLines } from '../../../sandbox/demo/chapters/ticked.ts';
import { warnedLines } from '../../../sandbox/demo/chapters/warned.ts';
import { closedUntil } from '../../../sandbox/demo/closed-until.ts';
import { type PolicyModel, policyText } from '../../../sandbox/demo/policy-text.ts';
import { watchedByHand } from '../../../sandbox/demo/scenes.ts';
import { lanePolicy } from '../../../src/policy/lane-policy.ts';
import { checkPolicy, parsePolicy } from '../../../src/policy/parse.ts';
import { calendarPause } from '../../../src/release/calendar.ts';

const registries = { dev: 'http://127.0.0.1:3', staging: 'http://127.0.0.1:1', production: 'http://127.0.0.1:2' };
const places = { registries, folder: '/tmp/demo', bin: '/usr/bin', prometheus: 'http://127.0.0.1:4' };

test.each<PolicyModel>([
  { name: 'as-churn' },
  { name: 'all-the-way', path: ['dev', 'staging', 'production'] },
  { name: 'as-fraud', like: 'fraud', more: ['in: { production: { serving: none } }'] },
  { name: 'watched', like: 'fraud', more: productionLines('http://127.0.0.1:5', watchedLine) },
  { name: 'watched-by-hand', like: 'fraud', more: productionLines('http://127.0.0.1:5', watchedByHand) },
  { name: 'documented', lines: documentedLines },
  { name: 'warned', lines: warnedLines() },
  { name: 'closed', lines: closedLines() },
  { name: 'glass', lines: glassLines },
  { name: 'ticked', lines: tickedLines },
  { name: 'expired', lines: expiredLines(1) },
  { name: 'slowly-expired', lines: expiredLines(3) },
  { name: 'observed', lines: inMode('observe') },
  { name: 'advised', lines: inMode('advise') },
])('the demo’s policy is valid with a model that is $name', (model) => {
  expect(checkPolicy(policyText(places, [model]), 'policy.yaml', Date.now())).toEqual([]);
});

test('its warning has not ended, whenever the demo is started', () => {
  const modes = lane(undefined).gates.flatMap(({ mode }) => (mode?.kind === 'warn' ? [mode.until] : []));
  expect(modes).toHaveLength(1);
  expect(modes[0]).toBeGreaterThan(Date.now());
});

test('the environments in which the story tries something out are there only for a model that uses them', () => {
  expect(policyText(places, [{ name: 'one', like: 'fraud' }])).not.toContain('trial');
  expect(policyText(places, [{ name: 'one', lines: expiredLines(1) }])).toContain('  trial:\n');
});

const at = (time: string) => Date.parse(time);

test.each([
  ['2026-11-22T09:33:10Z', 12_000, '2026-11-22T09:34:00Z'],
  ['2026-11-22T09:33:50Z', 12_000, '2026-11-22T09:35:00Z'],
  ['2026-11-22T23:59:30Z', 60_000, '2026-11-23T00:01:00Z'],
  ['2026-11-22T00:30:00Z', 0, '2026-11-22T00:30:00Z'],
])('closed at %s and for %i ms more, it opens at %s', (now, afterMs, opens) => {
  const { rule, opensAt } = closedUntil(at(now), afterMs);
  expect(new Date(opensAt)).toEqual(new Date(opens));
  const { calendar } = lane(closedLines(rule));
  expect(calendarPause(calendar, opensAt - 1)).toMatchObject({ until: opensAt, why: 'stock-taking' });
  expect(calendarPause(calendar, opensAt)).toBeNull();
});

function lane(lines: readonly string[] | undefined) {
  const parsed = parsePolicy(policyText(places, [{ name: 'one', lines }]), 'policy.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return lanePolicy(parsed.policy, 1, 'one', 'production');
}
