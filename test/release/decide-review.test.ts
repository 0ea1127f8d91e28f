import { describe, expect, test } from 'vitest';
import type { ReleaseCommand, WorkerCommand } from '../../src/release/command.ts';
import { decide, decideFinding } from '../../src/release/decide.ts';
import type { ReleaseEvent, Requirements } from '../../src/release/event.ts';
import type { Verdict, VerdictStatus } from '../../src/release/evidence.ts';
import type { ReleaseFacts } from '../../src/release/facts.ts';
import { type PersonId, shortDigest } from '../../src/release/ids.ts';
import type { Pause } from '../../src/release/lane-state.ts';
import { isReleaseEvent } from '../../src/release/release-entries.ts';
import { people } from '../world/policy.ts';
import * as scene from './scene.ts';

const { digest, facts, gathered, id, opened, released, requirements, said, v, yes } = scene;
const release = id(14);
const shown = shortDigest(scene.evidence);
const findings = gathered().findings;

function verdict(gate: string, status: VerdictStatus, mode?: 'warn' | 'off'): Verdict {
  return { gate, status, reason: 'so it is', cure: null, ...(mode && { mode }) };
}

function judged(...verdicts: readonly Verdict[]) {
  return gathered({ blocked: true, findings: { ...findings, verdicts: [...verdicts] } });
}

const platformYes: ReleaseEvent = {
  ...yes,
  kind: 'approved',
  v: 1,
  groups: ['platform'],
  evidence: scene.evidence,
  note: null,
};
const untold = judged(verdict('auc up', 'not-comparable'), verdict('latency', 'pass'));
const blocked = released(opened(), untold);
const accept: Extract<ReleaseCommand, { kind: 'accept-verdicts' }> = {
  kind: 'accept-verdicts',
  release,
  evidence: shown,
  reason: 'new data on purpose',
};
const takeBack: ReleaseCommand = { kind: 'take-back', release };
const approve: ReleaseCommand = { kind: 'approve', release, evidence: shown, note: null };

const noneRequired: Requirements = {
  ...requirements,
  rules: requirements.rules.map((rule) => ({ ...rule, required: false })),
};

const lane: Pause = {
  cause: 'person',
  by: scene.by(people.one),
  at: 1,
  why: 'stock-taking',
  until: null,
  release: null,
  scope: 'churn in production',
};
const calendar: Pause = {
  ...lane,
  cause: 'calendar',
  by: scene.signalbox,
  until: scene.now + 500,
  scope: 'production',
};

/** Slack does not say who is in the group `platform`. */
function unread(known: ReleaseFacts): ReleaseFacts {
  const members = new Map([...known.electorate.members].filter(([group]) => group !== 'platform'));
  return { ...known, electorate: { ...known.electorate, members, unread: new Map([['platform', 'timeout']]) } };
}

type Row = readonly [string, ReleaseFacts, PersonId, ReleaseCommand, string];

describe('accepting what cannot be told', () => {
  const failed = released(opened(), judged(verdict('auc up', 'not-comparable'), verdict('recall', 'fail')));
  const missing = released(opened(), judged(verdict('recall', 'missing'), verdict('docs', 'not-logged-yet')));
  const nobody = released(opened(), { ...untold, requirements: noneRequired });
  const platformExcluded = {
    ...requirements,
    excluded: [...requirements.excluded, { person: people.pat, why: 'commit-author' as const }],
  };
  const rows: readonly Row[] = [
    ['by somebody of the required group: into review', facts(blocked), people.pat, accept, 'v14 verdicts-accepted'],
    ['by nobody else', facts(blocked), people.bob, accept, 'no: not-required-group'],
    [
      'not told no while nobody can say who is in the group',
      unread(facts(blocked)),
      people.bob,
      accept,
      'no: not-a-member',
    ],
    ['not by a bot', facts(blocked), people.bot, accept, 'no: not-a-member'],
    ['not by the requester', facts(blocked), people.own, accept, 'no: own-request'],
    [
      'not by whom something excludes',
      facts(released(opened(), { ...untold, requirements: platformExcluded })),
      people.pat,
      accept,
      'no: excluded',
    ],
    ['nobody may where no rule is required', facts(nobody), people.pat, accept, 'no: not-required-group'],
    ['not without a reason', facts(blocked), people.pat, { ...accept, reason: '  ' }, 'no: reason-missing'],
    [
      'not on other evidence than the card showed',
      facts(blocked),
      people.pat,
      { ...accept, evidence: shortDigest(scene.other) },
      'no: stale-evidence',
    ],
    ['rule 6: what failed stays', facts(failed), people.pat, accept, 'v14 verdicts-accepted'],
    ['rule 6: what is missing may not be accepted', facts(missing), people.pat, accept, 'no: nothing-to-accept'],
    ['not once it is in review', facts(scene.inReview), people.pat, accept, 'no: wrong-phase'],
  ];
  test.each(rows)('%s', (_, seen, who, command, expected) => expect(said(decide(seen, who, command))).toBe(expected));

  test('names the gates, and how many are left', () => {
    expect(decide(facts(failed), people.pat, accept)).toMatchObject({
      answer: { left: 1 },
      appends: [{ events: [{ gates: ['auc up'], groups: ['platform'], unblocks: false }] }],
    });
    expect(decide(facts(blocked), people.pat, accept)).toMatchObject({
      answer: { left: 0 },
      appends: [{ events: [{ unblocks: true }] }],
    });
  });

  test('rule 6: of two gates with one name, the one that failed still blocks', () => {
    const twins = released(opened(), judged(verdict('auc', 'not-comparable'), verdict('auc', 'fail')));
    expect(decide(facts(twins), people.pat, accept)).toMatchObject({ answer: { left: 1 } });
  });
});

const accepted: ReleaseEvent = {
  kind: 'verdicts-accepted',
  v: 1,
  evidence: scene.evidence,
  gates: ['auc up'],
  groups: ['platform'],
  reason: 'new data on purpose',
  unblocks: true,
};

test('an acceptance holds for exactly its evidence', () => {
  const record: WorkerCommand = {
    kind: 'record-evidence',
    digest: scene.evidence,
    candidate: untold.candidate,
    champion: untold.champion,
    policy: untold.policy,
    findings: untold.findings,
    requirements,
    changes: ['auc 0.86 → 0.87'],
  };
  const inReview = released(opened(), untold, accepted);
  expect(inReview.phase).toBe('review');
  expect(said(decideFinding(facts(inReview), record))).toBe('unchanged');
  const anew = decideFinding(facts(inReview), { ...record, digest: scene.other });
  expect(anew).toMatchObject({ appends: [{ events: [{ kind: 'evidence-gathered', blocked: true }] }] });
  const back = released(opened(), untold, accepted, { ...untold, digest: scene.other });
  expect(back.accepted).toEqual([]);
  expect(decideFinding(facts(back), record)).toMatchObject({ appends: [{ events: [{ blocked: true }] }] });
});

describe('right before the execution', () => {
  const approved = released(opened(), untold, accepted, yes, platformYes, scene.completed);
  const start = scene.started();
  if (start.kind !== 'execution-started') throw new Error('not a start');
  const begin = (accepting: readonly PersonId[], counting = [people.bob, people.pat]): WorkerCommand => ({
    kind: 'begin-execution',
    evidence: scene.evidence,
    targets: start.targets,
    counting,
    accepting,
  });

  test('somebody who accepted has to count still', () => {
    expect(said(decideFinding(facts(approved), begin([people.own])))).toBe('v14 execution-started');
    const gone = decideFinding(facts(approved), begin([]));
    expect(gone).toMatchObject({
      appends: [{ events: [{ kind: 'approvals-voided', cause: 'acceptance-no-longer-counts' }] }],
    });
    if (gone.kind !== 'accepted') throw new Error('refused');
    const events = gone.appends.flatMap((append) => append.events).filter(isReleaseEvent);
    const after = released(opened(), untold, accepted, yes, platformYes, scene.completed, ...events);
    expect(after).toMatchObject({ phase: 'blocked', approvals: [], accepted: [] });
  });

  test('in a pause nobody is asked anew before it is over', () => {
    const held = facts(scene.inApproved, { pauses: [lane] });
    expect(said(decideFinding(held, begin([], [people.bob])))).toBe('v14 waiting, v14 approvals-voided');
  });
});

describe('taking an approval back', () => {
  const one = released(opened(), gathered(), yes);
  const rows: readonly Row[] = [
    ['in review', facts(one), people.bob, takeBack, 'v14 approval-taken-back'],
    ['until the execution starts', facts(scene.inApproved), people.pat, takeBack, 'v14 approval-taken-back'],
    ['only one’s own', facts(one), people.pat, takeBack, 'no: not-approved-by-you'],
    ['not once it executes', facts(scene.inExecuting), people.bob, takeBack, 'no: wrong-phase'],
    [
      'not of somebody who left',
      facts(one, { electorate: scene.electorate({ [people.bob]: 'deactivated' }) }),
      people.bob,
      takeBack,
      'no: not-a-member',
    ],
  ];
  test.each(rows)('%s', (_, seen, who, command, expected) => expect(said(decide(seen, who, command))).toBe(expected));

  test('what had all its approvals is in review again, and may be approved again', () => {
    const again = released(...scene.approvedLog, { kind: 'approval-taken-back', v: 1, evidence: scene.evidence });
    expect(again.phase).toBe('review');
  });
});

describe('a checklist', () => {
  const listed = gathered({
    requirements: {
      ...requirements,
      checklist: { reviewers: ['saw the slices', 'told support'], platform: ['has room'] },
    },
  });
  const review = released(opened(), listed);
  const withBoxes = (...checked: readonly string[]): ReleaseCommand => ({
    ...approve,
    kind: 'approve',
    release,
    evidence: shown,
    note: null,
    checked: [...checked],
  });
  const rows: readonly Row[] = [
    ['asks for every box of one’s groups', facts(review), people.bob, approve, 'no: checklist-missing'],
    ['for all of them', facts(review), people.bob, withBoxes('told support'), 'no: checklist-missing'],
    [
      'and for no other group’s',
      facts(review),
      people.bob,
      withBoxes('saw the slices', 'told support'),
      'v14 approved',
    ],
    ['platform has its own', facts(review), people.pat, withBoxes('has room'), 'v14 approved'],
  ];
  test.each(rows)('%s', (_, seen, who, command, expected) => expect(said(decide(seen, who, command))).toBe(expected));

  test('names what is missing, keeps what was ticked and nothing else', () => {
    expect(decide(facts(review), people.bob, withBoxes('told support'))).toMatchObject({
      refusal: { missing: ['saw the slices'] },
    });
    expect(decide(facts(review), people.bob, withBoxes('told support', 'saw the slices', 'made up'))).toMatchObject({
      appends: [{ events: [{ checked: ['saw the slices', 'told support'] }] }],
    });
  });
});

describe('while nothing may move', () => {
  const waiting: ReleaseEvent = { kind: 'waiting', v: 1, cause: 'paused', words: 'stock-taking', until: null };
  const inWaiting = released(opened(), gathered(), waiting);
  const record: WorkerCommand = {
    kind: 'record-evidence',
    digest: scene.evidence,
    candidate: gathered().candidate,
    champion: v(12),
    policy: digest('policy'),
    findings,
    requirements,
    changes: [],
  };
  const again: WorkerCommand = { kind: 'ask-again' };
  const back = released(opened(scene.openedRollback), gathered({ champion: v(14) }));
  const rows: readonly (readonly [string, ReleaseFacts, WorkerCommand, string])[] = [
    ['a review says that it waits', facts(scene.inReview, { pauses: [lane] }), record, 'v14 waiting'],
    ['once', facts(inWaiting, { pauses: [lane] }), record, 'unchanged'],
    ['until the pause is over', facts(inWaiting), record, 'v14 asked-again'],
    ['also while nothing can be read', facts(inWaiting), again, 'v14 asked-again'],
    ['also its beginning', facts(scene.inReview, { pauses: [calendar] }), again, 'v14 waiting'],
    ['a review that never waited is not asked again', facts(scene.inReview), again, 'unchanged'],
    [
      'before anybody is asked at all',
      facts(scene.inGathering, { pauses: [lane] }),
      record,
      'v14 waiting, v14 evidence-gathered',
    ],
    ['what is blocked waits for something else', facts(scene.inBlocked, { pauses: [lane] }), record, 'unchanged'],
    ['rule 7: a rollback asks all the same', facts(back, { pauses: [lane] }), again, 'unchanged'],
  ];
  test.each(rows)('%s', (_, seen, command, expected) => expect(said(decideFinding(seen, command))).toBe(expected));

  test('an approval is refused with the words of the card', () => {
    expect(decide(facts(scene.inReview, { pauses: [calendar] }), people.bob, approve)).toEqual({
      kind: 'refused',
      refusal: { kind: 'lane-paused', words: 'calendar: stock-taking', until: calendar.until },
    });
  });

  test('of several pauses the one that lasts longest is told, with its scope and its owner', () => {
    expect(decideFinding(facts(scene.inReview, { pauses: [calendar, lane] }), again)).toMatchObject({
      appends: [{ events: [{ words: 'stock-taking', until: null, scope: 'churn in production', by: people.one }] }],
    });
  });

  test('other evidence meanwhile asks nobody', () => {
    const anew = decideFinding(facts(inWaiting, { pauses: [lane] }), { ...record, digest: scene.other });
    expect(said(anew)).toBe('v14 evidence-gathered');
    expect(released(opened(), gathered(), waiting, gathered({ digest: scene.other })).waiting).not.toBeNull();
  });

  test('an acceptance opens no review that would ask in vain', () => {
    expect(said(decide(facts(blocked, { pauses: [lane] }), people.pat, accept))).toBe(
      'v14 waiting, v14 verdicts-accepted',
    );
  });
});

describe('reminders', () => {
  const policy = { ...scene.policy, remindMs: [1_000, 3_000] };
  const at = (ms: number, state = scene.inReview) => facts(state, { policy, now: 1_001 + ms });
  const remind = (round: number, ...missing: readonly PersonId[]): WorkerCommand => ({
    kind: 'remind',
    round,
    missing,
  });
  const first: ReleaseEvent = { kind: 'reminded', v: 1, round: 1, people: [people.bob] };
  const once = released(opened(), gathered(), first);
  const oneYes = released(opened(), gathered(), yes);
  const rows: readonly (readonly [string, ReleaseFacts, WorkerCommand, string])[] = [
    ['are not early', at(999), remind(1, people.bob), 'unchanged'],
    ['come on time', at(1_000), remind(1, people.bob), 'v14 reminded'],
    ['once', at(2_000, once), remind(1, people.bob), 'unchanged'],
    ['twice', at(3_000, once), remind(2, people.bob), 'v14 reminded'],
    ['two that were missed are one', at(9_000), remind(2, people.bob), 'v14 reminded'],
    [
      'at most as many as the policy says',
      at(90_000, released(opened(), gathered(), first, { ...first, round: 2 })),
      remind(3, people.bob),
      'unchanged',
    ],
    ['not to somebody who approved meanwhile', at(1_000, oneYes), remind(1, people.bob), 'unchanged'],
    [
      'not while it is paused',
      facts(scene.inReview, { policy, now: 9_000, pauses: [lane] }),
      remind(2, people.bob),
      'unchanged',
    ],
    [
      'not once all is approved',
      facts(scene.inApproved, { policy, now: 9_000 }),
      remind(2, people.bob),
      'no: wrong-phase',
    ],
  ];
  test.each(rows)('%s', (_, seen, command, expected) => expect(said(decideFinding(seen, command))).toBe(expected));

  test('a pause puts them off by as long as it lasted', () => {
    const paused = released(
      opened(),
      gathered(),
      { kind: 'waiting', v: 1, cause: 'paused', words: 'x', until: null },
      { kind: 'asked-again', v: 1 },
    );
    expect(paused.asked).toEqual({ at: 1_003, reminders: 0 });
  });
});
