import { expect, test } from 'vitest';
import {
  approveRelease,
  checkRelease,
  putBackRelease,
  rejectRelease,
  requestAgain,
  requestNext,
  retryRelease,
  showEvidence,
  stopRelease,
  withdrawRelease,
} from '../../blocks/actions.ts';
import { ReleaseError } from '../../src/errors.ts';
import { type Stage, stage } from './support.ts';

const watchMs = 31 * 60_000;

/** A stage where version 1 is verified in staging and waits for reviewers in production, asked for by pat. */
async function inReview(): Promise<Stage> {
  const on = await stage();
  on.version(0.91);
  await on.type('pat', 'promote churn@1 to staging');
  await on.settle(watchMs);
  await on.press('pat', requestNext);
  return on;
}

test('a version goes to production: asked for, approved by two, live and verified', async () => {
  const on = await inReview();
  expect(on.seen('kim')).toContain('Review: churn');
  await on.press('kim', approveRelease);
  expect(on.told('kim').at(-1)).toContain('1 of 2');
  await on.press('plat', approveRelease);
  expect(on.told('plat').at(-1)).toContain('It starts by itself');
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
  expect(on.seen('kim')).toContain('Live, watching: churn');
  await on.settle(watchMs);
  expect(on.seen('pat')).toContain('Verified: churn');
});

test('reviewers are pinged by the first post alone, and only those who are still needed', async () => {
  const on = await inReview();
  const pings = (who: string) => on.slack.seenBy(who).pings.length;
  expect([pings('kim'), pings('lee'), pings('plat'), pings('gus')]).toEqual([1, 1, 1, 0]);
  await on.press('kim', approveRelease);
  expect([pings('kim'), pings('lee'), pings('plat')]).toEqual([1, 1, 1]);
});

test.each([
  ['pat', 'someone else has to approve'],
  ['otto', 'Your approval does not count here'],
  ['gus', 'Guests cannot decide'],
  ['sid', 'Only members of this workspace'],
])('%s cannot approve and is told why, privately', async (who, words) => {
  const on = await inReview();
  await on.press(who, approveRelease);
  expect(on.told(who).at(-1)).toContain(words);
  expect(on.seen('kim')).not.toContain(words);
  expect(on.model('prod')).toBeUndefined();
});

test('approving twice counts once', async () => {
  const on = await inReview();
  await on.press('kim', approveRelease);
  await on.press('kim', approveRelease);
  expect(on.told('kim').at(-1)).toContain('You approved this already');
  expect(on.model('prod')).toBeUndefined();
});

test('two approvals in one instant both count, and it starts once', async () => {
  const on = await inReview();
  const approve = (who: string) =>
    on.slack.as(who).press(({ json }) => json.includes(approveRelease.id), approveRelease.id);
  await Promise.all([approve('kim'), approve('plat')]);
  await on.settled();
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
  expect(on.model('prod')?.versions.size).toBe(1);
});

test('a card that shows older evidence does not count, and says what changed', async () => {
  const on = await inReview();
  const [ts, channel] = cardOf(on, approveRelease.id);
  on.servers.staging.models.get('churn')?.versions.get(versionOne(on))?.tags.set('note', 'changed after the card');
  await on.settle(5 * 60_000);
  await on.slack.as('kim').press(ts, approveRelease.id, undefined, { version: 0 });
  await on.settled();
  expect(channel).toBe('C0PROD');
  expect(on.told('kim').at(-1)).toContain('The evidence changed since that card was drawn');
  expect(on.told('kim').at(-1)).toContain('changed after the card');
});

test('a reviewer rejects with a reason, and the requester hears it', async () => {
  const on = await inReview();
  await on.press('kim', rejectRelease);
  await on.submit('kim', 'recall fell for new customers');
  expect(on.told('kim').at(-1)).toContain('Rejected');
  expect(on.seen('pat')).toContain('recall fell for new customers');
  expect(on.slack.seenBy('pat').pings.length).toBeGreaterThan(0);
});

test('a reason is needed to reject: the window stays open and says so', async () => {
  const on = await inReview();
  await on.press('kim', rejectRelease);
  const acted = await on.submit('kim', '   ');
  expect(acted.errors ?? acted.notice).toBeTruthy();
  expect(on.slack.seenBy('kim').modals).toHaveLength(1);
  expect(on.seen('pat')).toContain('Review: churn');
});

test('the requester withdraws without giving a reason', async () => {
  const on = await inReview();
  await on.choose('pat', 'withdraw');
  await on.submit('pat');
  expect(on.told('pat').at(-1)).toContain('Withdrawn');
  await on.press('pat', requestAgain);
  expect(on.told('pat').at(-1)).toContain('Opened');
});

test('evidence opens as a window, by hand commands too, history privately', async () => {
  const on = await inReview();
  await on.press('kim', showEvidence);
  expect(on.seen('kim')).toContain('Metrics');
  await on.slack.as('kim').close();
  await on.choose('kim', 'history');
  expect(on.told('kim').at(-1)).toContain('History of');
});

test('a version that fails a gate is blocked, and checked again after it was mended', async () => {
  const on = await stage();
  on.version(0.5);
  await on.type('pat', 'promote churn@1');
  expect(on.seen('pat')).toContain('Blocked: churn');
  await on.press('pat', checkRelease);
  expect(on.told('pat').at(-1)).toContain('Reading it again');
  await on.press('pat', withdrawRelease);
  await on.submit('pat', 'a better one comes');
  expect(on.seen('pat')).toContain('a better one comes');
});

test('a definite no of the registry: failed, retried, put back or abandoned by a person', async () => {
  const on = await inReview();
  const stop = breakAliases(on);
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  expect(on.seen('pat')).toContain('Failed at step');
  await on.press('pat', retryRelease);
  expect(on.told('pat').at(-1)).toContain('Trying the failed step again');
  await on.choose('pat', 'by-hand');
  expect(on.seen('pat')).toContain('MlflowClient');
  await on.slack.as('pat').close();
  await on.choose('pat', 'abandon');
  await on.submit('pat', 'finished by hand');
  expect(on.told('pat').at(-1)).toContain('Abandoned');
  stop();
});

test('a failed release is put back by its button', async () => {
  const on = await inReview();
  const stop = breakAliases(on);
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  stop();
  await on.press('pat', putBackRelease);
  expect(on.told('pat').at(-1)).toMatch(/Putting|Taking/);
  expect(on.model('prod')?.aliases.has('champion')).toBe(false);
});

test('a running release is stopped: what was live stays', async () => {
  const on = await inReview();
  await on.press('kim', approveRelease);
  const stop = breakAliases(on, 'registry_unreachable');
  await on.press('plat', approveRelease);
  await on.press('pat', stopRelease);
  expect(on.told('pat').at(-1)).toContain('Stopping');
  stop();
  await on.settle(5 * 60_000);
  expect(on.model('prod')?.aliases.has('champion')).toBe(false);
});

function versionOne(on: Stage) {
  const [version] = on.servers.staging.models.get('churn')?.versions.keys() ?? [];
  if (version === undefined) throw new Error('No version is registered');
  return version;
}

/** Timestamp and channel of the newest message that holds an action. */
function cardOf(on: Stage, action: string): readonly [string, string] {
  const all = [...on.slack.world.messages.values()].flat();
  const card = all.findLast((message) => JSON.stringify(message).includes(action));
  if (!card) throw new Error(`No message holds ${action}`);
  return [card.ts, card.channel];
}

/** From now on the production registry refuses to move aliases. */
function breakAliases(on: Stage, code: 'registry_refused' | 'registry_unreachable' = 'registry_refused'): () => void {
  on.faults.setAlias = new ReleaseError(code, { why: 'a test' });
  return () => {
    on.faults.setAlias = null;
  };
}
