import { describe, expect, test } from 'vitest';
import { drawPost } from '../../blocks/post.ts';
import type { Verdict } from '../../src/release/evidence.ts';
import type { Pause } from '../../src/release/lane-state.ts';
import { posts } from '../../src/release/posts.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { view } from '../../src/release/view.ts';
import type { Around } from '../../src/release/view-shape.ts';
import { read } from '../blocks/promises.ts';
import {
  approvedBy,
  around,
  by,
  complete,
  digest,
  findings,
  gathered,
  kim,
  lee,
  log,
  names,
  opened,
  pat,
  requirements,
  type Step,
  signalbox,
  stateOf,
  t0,
} from '../blocks/scenes.ts';

const people = { names, mentions: [] };
const until = t0 + 86_400_000;

function verdict(gate: string, status: Verdict['status'], over: Partial<Verdict> = {}): Verdict {
  return { gate, status, reason: 'was measured on other data', cure: null, ...over };
}

function posted(steps: readonly Step[], change: Partial<Around> = {}) {
  const state = stateOf(steps);
  return posts({ state, log: log(steps), around: { ...around(state), ...change } }, t0 + 1e9).posts;
}

/** All words of the card, and of the last line of its thread. */
function words(steps: readonly Step[], change: Partial<Around> = {}) {
  const all = posted(steps, change).map((post) => read(drawPost(post, people).blocks));
  return { card: all[0] ?? '', last: all.at(-1) ?? '' };
}

function pings(steps: readonly Step[], change: Partial<Around> = {}): readonly string[] {
  return posted(steps, change).at(-1)?.mentions ?? [];
}

function labels(
  state: ReleaseState,
  change: Partial<Around> = {},
): { row: readonly string[]; more: readonly string[] } {
  const { buttons, more } = view(state, { ...around(state), ...change });
  return { row: buttons.map(({ label }) => label), more: more.map(({ label }) => label) };
}

const judged = (...verdicts: readonly Verdict[]) => ({ ...findings, verdicts: [...findings.verdicts, ...verdicts] });
const untold = gathered({ blocked: true, findings: judged(verdict('improves f1', 'not-comparable')) });
const accepted: Step = [
  {
    kind: 'verdicts-accepted',
    v: 1,
    evidence: digest('a'),
    gates: ['improves f1'],
    groups: ['platform'],
    reason: 'new data on purpose',
    unblocks: true,
  },
  by(lee),
];

describe('what could not be told', () => {
  test('is offered to be accepted, until it is', () => {
    expect(labels(stateOf([opened('promotion'), untold])).row).toContain('Accept…');
    expect(labels(stateOf([opened('promotion'), untold, accepted])).row).not.toContain('Accept…');
    const failed = gathered({ blocked: true, findings: judged(verdict('recall', 'fail')) });
    expect(labels(stateOf([opened('promotion'), failed])).row).not.toContain('Accept…');
  });

  test('stands on the card with who answers for it and why, and asks the reviewers', () => {
    const { card, last } = words([opened('promotion'), untold, accepted]);
    expect(card).toMatch(/improves f1.*not comparable.*Accepted by @Lee Example.*new data on purpose/s);
    expect(last).toMatch(/Accepted by @Lee Example.*new data on purpose.*improves f1.*Ready for review/s);
    expect(pings([opened('promotion'), untold, accepted])).toEqual(['reviewers', 'platform']);
  });

  test('names who may accept it, and calls the requester when a review became blocked', () => {
    expect(words([opened('promotion'), untold]).card).toMatch(
      /What could not be told may be accepted by\s+@platform\s*, with a reason/,
    );
    expect(pings([opened('promotion'), gathered(), untold])).toEqual([pat]);
    expect(pings([opened('promotion'), untold])).toEqual([]);
  });

  test('counts as neither passed nor in the way', () => {
    const state = stateOf([opened('promotion'), untold, accepted]);
    expect(view(state, around(state)).gates).toMatchObject({ total: 3, open: [], passed: ['auc', 'improves auc'] });
  });
});

test('a warning says until when, and a gate that is off says why', () => {
  const lenient = judged(
    verdict('latency', 'fail', { reason: '62 ms, needs ≤ 50', mode: 'warn', until }),
    verdict('cost', 'pass', { mode: 'warn', until }),
    verdict('size', 'off', { reason: 'replaced by latency', mode: 'off' }),
  );
  const { card } = words([opened('promotion'), gathered({ findings: lenient })]);
  expect(card).toMatch(/latency\s+warns until\s+2026-11-03.*62 ms/s);
  expect(card).toMatch(/cost\s+warns until\s+2026-11-03.*and passes/s);
  expect(card).toMatch(/size\s+is off:\s+replaced by latency/);
  const state = stateOf([opened('promotion'), gathered({ findings: lenient })]);
  expect(view(state, around(state)).gates).toMatchObject({ total: 4, passed: ['auc', 'improves auc', 'cost'] });
});

describe('a pause', () => {
  const waiting: Step = [
    { kind: 'waiting', v: 1, cause: 'paused', words: 'calendar: stock-taking', until, scope: 'production' },
  ];
  const pause: Pause = {
    cause: 'calendar',
    by: signalbox,
    at: t0,
    why: 'stock-taking',
    until,
    release: null,
    scope: 'production',
  };
  const steps = [opened('promotion'), waiting, gathered()];

  test('is what the card says first, and what it offers no approval for', () => {
    const { card } = words(steps, { pauses: [pause] });
    expect(card).toMatch(/^Waiting: churn/);
    expect(card).toMatch(
      /production\s+is paused\s+until\s+2026-11-03.*calendar: stock-taking.*Approvals are asked for then/s,
    );
    const { row, more } = labels(stateOf(steps), { pauses: [pause] });
    expect([...row, ...more].filter((label) => label.startsWith('Approve'))).toEqual([]);
  });

  test('pings nobody, and its end pings those who must act, once', () => {
    const card = posted(steps, { pauses: [pause] });
    expect(card.flatMap(({ mentions }) => mentions)).toEqual([]);
    const over: readonly Step[] = [...steps, [{ kind: 'asked-again', v: 1 }]];
    expect(pings(over)).toEqual(['reviewers', 'platform']);
    expect(words(over).last).toMatch(/The pause is over.*0 of 2 approvals/);
  });

  test('hides Approve from the moment it begins, before any look', () => {
    const review = stateOf([opened('promotion'), gathered()]);
    expect(labels(review).row[0]).toBe('Approve');
    expect(labels(review, { pauses: [pause] }).row).not.toContain('Approve');
  });

  test('names who paused, and what', () => {
    const byKim: Step = [
      { kind: 'waiting', v: 1, cause: 'paused', words: 'stock-taking', until: null, scope: 'churn', by: kim },
    ];
    expect(words([opened('promotion'), gathered(), byKim]).card).toMatch(
      /churn\s+is paused\s+by\s+@Kim Example\s+until someone resumes/,
    );
  });
});

describe('approvals', () => {
  const checklist = { reviewers: ['saw the slices', 'told support', 'read the diff'] };
  const listed = gathered({ requirements: { ...requirements, checklist } });
  const ticked: Step = [
    {
      kind: 'approved',
      v: 1,
      evidence: digest('a'),
      groups: ['reviewers'],
      note: 'fine',
      checked: checklist.reviewers,
    },
    by(kim),
  ];
  const taken: Step = [{ kind: 'approval-taken-back', v: 1, evidence: digest('a') }, by(kim)];

  test('with a checklist open the form, without one stay one click', () => {
    expect(labels(stateOf([opened('promotion'), listed])).row[0]).toBe('Approve…');
    const plain = labels(stateOf([opened('promotion'), gathered()]));
    expect(plain.row[0]).toBe('Approve');
    expect(plain.more).toContain('Approve with a note…');
  });

  test('say how many boxes were ticked', () => {
    expect(words([opened('promotion'), listed, ticked]).card).toMatch(/Kim Example.*3 of 3 boxes.*fine/s);
  });

  test('can be taken back once there is one', () => {
    const back = 'Take my approval back';
    expect(labels(stateOf([opened('promotion'), gathered()])).more).not.toContain(back);
    expect(labels(stateOf([opened('promotion'), gathered(), ticked])).more).toContain(back);
  });

  test('taken back ask those whose seat is open again, and nobody else', () => {
    const review: readonly Step[] = [opened('promotion'), gathered(), approvedBy(kim, 'reviewers')];
    expect(pings([...review, taken])).toEqual(['reviewers']);
    const both: readonly Step[] = [...review, approvedBy(lee, 'platform'), complete, taken];
    expect(pings(both)).toEqual(['reviewers']);
    expect(words(both).last).toMatch(/Approval taken back by @Kim Example.*1 of 2 approvals; needed: @reviewers/s);
    expect(words(both).card).toMatch(/^Review: churn/);
  });

  test('that are missing are reminded of in the thread, with those people and nobody else', () => {
    const reminded: Step = [{ kind: 'reminded', v: 1, round: 1, people: [lee] }];
    const steps: readonly Step[] = [opened('promotion'), gathered(), approvedBy(kim, 'reviewers'), reminded];
    expect(pings(steps)).toEqual([lee]);
    expect(words(steps).last).toMatch(/Reminder:\s+1 of 2 approvals; needed: @platform.*Expires/s);
  });
});
