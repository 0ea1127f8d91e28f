import { describe, expect, test } from 'vitest';
import { shortDigest } from '../../src/release/ids.ts';
import { people } from '../world/policy.ts';
import { policyWith, reviewing } from './reviewing.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('reminders', () => {
  const text = policyWith({ more: 'remind: [24h, 72h]' });

  test('come after 24 h and 72 h, to exactly those who could still fill a seat', async () => {
    const it = await reviewing(text);
    await it.approve(people.bob);
    await it.pass(day - minute);
    expect(it.happened('reminded')).toEqual([]);
    await it.pass(minute);
    expect(it.happened('reminded')).toMatchObject([{ round: 1, people: [people.pat, people.pia] }]);
    it.world.workspace.standing.set(people.pat, 'deactivated');
    await it.pass(2 * day - minute);
    expect(it.happened('reminded')).toHaveLength(1);
    await it.pass(minute);
    expect(it.happened('reminded')).toMatchObject([{ round: 1 }, { round: 2, people: [people.pia] }]);
    await it.pass(5 * day);
    expect(it.happened('reminded')).toHaveLength(2);
  });

  test('come on time, between two readings', async () => {
    const it = await reviewing(policyWith({ more: 'remind: [61m]' }));
    await it.pass(2 * hour);
    const reminded = it.world.memory.chain.find(({ event }) => event.kind === 'reminded');
    expect(reminded?.at).toBe((it.state().asked?.at ?? 0) + 61 * minute);
  });

  test('come on time while the registry is down, too', async () => {
    const it = await reviewing(policyWith({ more: 'remind: [61m]' }));
    it.world.network.down.add('production');
    await it.pass(2 * hour);
    const reminded = it.world.memory.chain.find(({ event }) => event.kind === 'reminded');
    expect(reminded?.at).toBe((it.state().asked?.at ?? 0) + 61 * minute);
  });

  test('wait until Slack can say who is in the groups', async () => {
    const it = await reviewing(text);
    it.world.workspace.unread.set('@platform', 'Slack does not answer');
    await it.pass(day + hour);
    expect(it.happened('reminded')).toEqual([]);
    it.world.workspace.unread.clear();
    await it.pass(3 * minute);
    expect(it.happened('reminded')).toMatchObject([{ people: [people.ann, people.bob, people.pat, people.pia] }]);
  });

  test('nobody is reminded of what waits for a pause, nor sooner after it than of anything else', async () => {
    const it = await reviewing(text);
    const until = it.world.clock.now() + 30 * hour;
    await it.ask(people.own, { kind: 'pause', scope: 'production', until, reason: 'stock-taking' });
    await it.pass(30 * hour);
    expect(it.kinds().slice(-2)).toEqual(['waiting', 'asked-again']);
    await it.pass(day - minute);
    expect(it.happened('reminded')).toEqual([]);
    await it.pass(minute);
    expect(it.happened('reminded')).toHaveLength(1);
  });
});

describe('a pause', () => {
  test('says what is paused, by whom and until when, and asks once when it ends by itself', async () => {
    const it = await reviewing(policyWith());
    const until = it.world.clock.now() + hour + 7;
    await it.ask(people.own, { kind: 'pause', scope: 'churn', until, reason: 'stock-taking' });
    await it.pass(3 * minute);
    expect(it.state().waiting).toMatchObject({ scope: 'churn', by: people.own, until, words: 'stock-taking' });
    expect(await it.ask(people.bob, { kind: 'approve', release: it.state().id, evidence: shown(it), note: null })).toBe(
      'no: lane-paused',
    );
    await it.pass(hour);
    expect(it.kinds().filter((kind) => kind === 'asked-again')).toHaveLength(1);
    const asked = it.world.memory.chain.find(({ event }) => event.kind === 'asked-again');
    expect(asked?.at).toBe(until);
    await it.approve(people.bob, people.pat);
    await it.pass(0);
    expect(it.state().phase).toBe('executing');
  });

  test('ends at once when somebody resumes', async () => {
    const it = await reviewing(policyWith());
    await it.ask(people.own, { kind: 'pause', scope: 'production', until: null, reason: 'stock-taking' });
    await it.pass(3 * minute);
    await it.ask(people.own, { kind: 'resume', scope: 'production', reason: null });
    await it.pass(0);
    expect(it.state().waiting).toBeNull();
  });

  test('ends for the people also while the registry does not answer', async () => {
    const it = await reviewing(policyWith());
    await it.ask(people.own, { kind: 'pause', scope: 'production', until: null, reason: 'stock-taking' });
    await it.pass(3 * minute);
    it.world.network.down.add('staging');
    await it.ask(people.own, { kind: 'resume', scope: 'production', reason: null });
    await it.pass(0);
    expect(it.kinds().at(-1)).toBe('asked-again');
  });

  test('by the calendar holds a review until its window opens', async () => {
    const calendar = 'calendar: [ { closed: "Fri 16:00 - Mon 08:00", zone: UTC, why: "nobody is here" } ]';
    const it = await reviewing(policyWith({ more: calendar }));
    expect(it.kinds()).toEqual(['opened', 'waiting', 'evidence-gathered']);
    expect(it.state().waiting).toMatchObject({ words: 'calendar: nobody is here', until: Date.UTC(2026, 10, 23, 8) });
    await it.pass(day);
    expect(it.kinds().at(-1)).toBe('asked-again');
  });
});

test('a warning blocks by itself from its date on, and what was approved before is read again', async () => {
  const it = await reviewing(policyWith({ gates: '[ { metric: auc, min: 0.95, mode: warn until 2026-11-25 } ]' }));
  expect(it.state()).toMatchObject({ phase: 'review', evidence: { findings: { verdicts: [{ mode: 'warn' }] } } });
  await it.approve(people.bob);
  await it.pass(2 * day);
  expect(it.state().phase).toBe('review');
  await it.pass(day);
  expect(it.state()).toMatchObject({ phase: 'blocked', approvals: [] });
  expect(it.happened('approvals-voided')).toMatchObject([{ changes: ['gate auc ≥ 0.95 blocks now'] }]);
});

test('the end of a warning about a gate that passes asks nobody again', async () => {
  const it = await reviewing(policyWith({ gates: '[ { metric: auc, min: 0.8, mode: warn until 2026-11-25 } ]' }));
  await it.approve(people.bob);
  await it.pass(4 * day);
  expect(it.state()).toMatchObject({ phase: 'review', approvals: [{ person: people.bob }] });
});

describe('what was decided stands on the version, too', () => {
  test('a rejection with who, when and why', async () => {
    const it = await reviewing(policyWith());
    const { id: release } = it.state();
    await it.ask(people.bob, { kind: 'reject', release, evidence: shown(it), reason: 'recall\nis too low' });
    const at = new Date(it.world.clock.now()).toISOString();
    await it.pass(0);
    expect(tag(it, 'signalbox.rejected.production')).toBe(`${at} by ${people.bob} in ${release}: recall is too low`);
    expect(it.state().toldRegistry).toBe(true);
    expect(it.world.memory.due.look.size).toBe(0);
  });

  test('rule 13: once the registry answers, and not for ever', async () => {
    const it = await reviewing(policyWith());
    await it.ask(people.bob, { kind: 'reject', release: it.state().id, evidence: shown(it), reason: 'no' });
    it.world.network.down.add('staging');
    await it.pass(hour);
    expect(it.state().toldRegistry).toBe(false);
    it.world.network.down.clear();
    await it.pass(3 * minute);
    expect(it.state().toldRegistry).toBe(true);
    it.world.network.down.clear();
  });

  test('a later rejection is not overwritten by one that arrives late', async () => {
    const it = await reviewing(policyWith());
    const later = '2026-11-23T08:00:00.000Z by U0KIM in r-1111111111: still too low';
    await it.ask(people.bob, { kind: 'reject', release: it.state().id, evidence: shown(it), reason: 'no' });
    const tags = it.world.servers.staging.models.get('churn')?.versions.get(it.candidate)?.tags;
    tags?.set('signalbox.rejected.production', later);
    await it.pass(0);
    expect(tag(it, 'signalbox.rejected.production')).toBe(later);
    expect(it.state().toldRegistry).toBe(true);
  });

  test('a version that is gone is given up on', async () => {
    const it = await reviewing(policyWith());
    await it.ask(people.bob, { kind: 'reject', release: it.state().id, evidence: shown(it), reason: 'no' });
    it.world.servers.staging.models.get('churn')?.versions.delete(it.candidate);
    await it.pass(2 * day);
    expect(it.state().toldRegistry).toBe(false);
    expect(it.world.memory.due.look.size).toBe(0);
  });

  test('notes and ticked boxes, in a section that voids nothing', async () => {
    const more = 'checklist: { reviewers: ["saw the slices"] }';
    const it = await reviewing(policyWith({ more }));
    const { id: release } = it.state();
    const yes = { kind: 'approve' as const, release, evidence: shown(it) };
    expect(await it.ask(people.bob, { ...yes, note: 'fine <b>by</b> me' })).toBe('no: checklist-missing');
    expect(await it.ask(people.bob, { ...yes, note: 'fine <b>by</b> me', checked: ['saw the slices'] })).toBe(
      'approved',
    );
    expect(await it.ask(people.pat, { ...yes, note: null })).toBe('approved');
    await it.pass(hour);
    expect(it.state().phase).toBe('verified');
    const live = [...(it.world.servers.production.models.get('churn')?.versions.values() ?? [])].at(-1);
    expect(live?.description).toBe(
      `<!-- signalbox:production -->\n**Signalbox**, production, release ${release}:\n- Approved by ${people.bob} for reviewers · “fine &lt;b&gt;by&lt;/b&gt; me” · ticked: saw the slices\n<!-- /signalbox -->`,
    );
  });
});

describe('whoever ran the training is found by e-mail address', () => {
  const run = {
    id: 'run-1',
    status: 'finished' as const,
    startedAt: null,
    endedAt: null,
    user: 'bob@corp.example',
    commit: null,
    commitAuthor: null,
    branch: null,
    repository: null,
    dirty: false,
    tags: {},
    url: null,
  };
  const text = policyWith({ exclude: 'requester, run-author' });

  test('and does not count', async () => {
    const it = await reviewing(text, { run });
    expect(it.state().evidence?.requirements).toMatchObject({ unknown: ['bob@corp.example'], extra: 1 });
    it.world.workspace.emails.set('bob@corp.example', people.bob);
    await it.pass(3 * minute);
    expect(it.state().evidence?.requirements).toMatchObject({
      unknown: [],
      extra: 0,
      excluded: [{ person: people.own }, { person: people.bob, why: 'run-author' }],
    });
    expect(await it.ask(people.bob, { kind: 'approve', release: it.state().id, evidence: shown(it), note: null })).toBe(
      'no: excluded',
    );
  });

  test('rule 13: an outage of Slack delays, and decides nothing', async () => {
    const it = await reviewing(text, { run });
    it.world.workspace.unread.set('bob@corp.example', 'Slack does not answer');
    const before = it.kinds().length;
    await it.pass(hour);
    expect(it.kinds()).toHaveLength(before);
  });
});

function shown(it: Awaited<ReturnType<typeof reviewing>>) {
  const digest = it.state().evidence?.digest;
  if (digest === undefined) throw new Error('no evidence');
  return shortDigest(digest);
}

function tag(it: Awaited<ReturnType<typeof reviewing>>, key: string): string | undefined {
  return it.world.servers.staging.models.get('churn')?.versions.get(it.candidate)?.tags.get(key);
}
