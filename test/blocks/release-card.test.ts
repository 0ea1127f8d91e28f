import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawPost } from '../../blocks/post.ts';
import { releaseCard } from '../../blocks/release-card.ts';
import { available } from '../../src/release/available.ts';
import type { VerdictStatus } from '../../src/release/evidence.ts';
import { posts } from '../../src/release/posts.ts';
import { type Phase, phases } from '../../src/release/state.ts';
import { view } from '../../src/release/view.ts';
import { expectMessage, labels, pinged, read } from './promises.ts';
import {
  around,
  by,
  failing,
  findings,
  gathered,
  type Kind,
  kim,
  log,
  names,
  opened,
  pat,
  release,
  stateOf,
  story,
  t0,
  version,
} from './scenes.ts';

const kinds: readonly Kind[] = ['promotion', 'rollback', 'adoption'];
const people = { names, mentions: [] };

function card(kind: Kind, phase: Phase) {
  const state = stateOf(story(kind, phase));
  return releaseCard(view(state, around(state)), people);
}

describe.each(kinds)('%s', (kind) => {
  test.each(phases)('%s keeps every promise of a card', (phase) => {
    const drawn = card(kind, phase);
    expectMessage(drawn);
    expect(stateOf(story(kind, phase)).phase).toBe(phase);
    expect(read(drawn)).toMatch(/Live now: v\d+/);
    expect(read(drawn)).toContain(release('a'));
    expect(read(drawn)).toContain('demo');
    expect(labels(drawn).row.length).toBeLessThanOrEqual(3);
    expect(labels(drawn).more.length).toBeLessThanOrEqual(5);
    expect(pinged(drawn)).toEqual([]);
  });
});

const expected: Record<Phase, { header: string; row: readonly string[]; more: readonly string[] }> = {
  gathering: {
    header: 'Gathering: churn staging v14 → production',
    row: ['Check again', 'Withdraw…'],
    more: ['History'],
  },
  blocked: {
    header: 'Blocked: churn staging v14 → production',
    row: ['Check again', 'Evidence', 'Withdraw…'],
    more: ['History'],
  },
  review: {
    header: 'Review: churn staging v14 → production',
    row: ['Approve', 'Reject…', 'Evidence'],
    more: ['Approve with a note…', 'Take my approval back', 'Withdraw…', 'Check again', 'History'],
  },
  approved: {
    header: 'Approved: churn staging v14 → production',
    row: ['Evidence', 'Withdraw…', 'Reject…'],
    more: ['Take my approval back', 'Check again', 'History'],
  },
  executing: {
    header: 'Releasing: churn staging v14 → production, step 3 of 6',
    row: ['Stop', 'Evidence'],
    more: ['History'],
  },
  failed: {
    header: 'Failed at step 5 of 6: churn staging v14 → production',
    row: ['Retry', 'Put v8 back', 'Evidence'],
    more: ['Abandon…', 'Commands by hand', 'History'],
  },
  watching: {
    header: 'Live, watching: churn production v9 (staging v14)',
    row: ['Roll back…', 'Evidence'],
    more: ['History'],
  },
  verified: {
    header: 'Verified: churn production v9 (staging v14)',
    row: ['Roll back…', 'Request edge', 'Evidence'],
    more: ['History'],
  },
  rejected: {
    header: 'Rejected: churn staging v14 → production',
    row: ['Request again', 'Evidence'],
    more: ['History'],
  },
  withdrawn: {
    header: 'Withdrawn: churn staging v14 → production',
    row: ['Request again', 'Evidence'],
    more: ['History'],
  },
  expired: { header: 'Expired: churn staging v14 → production', row: ['Request again', 'Evidence'], more: ['History'] },
  concluded: { header: 'Ended: churn staging v14 → production', row: ['Request again', 'Evidence'], more: ['History'] },
  superseded: { header: 'Superseded by v15: churn staging v14 → production', row: ['Evidence'], more: ['History'] },
  abandoned: {
    header: 'Abandoned: churn staging v14 → production',
    row: ['Request again', 'Evidence'],
    more: ['History'],
  },
  'rolled-back': {
    header: 'Rolled back: churn in production, v9 → v8',
    row: ['Request again', 'Evidence'],
    more: ['History'],
  },
};

test.each(phases)('a promotion in %s has its headline and its buttons', (phase) => {
  const drawn = card('promotion', phase);
  const [first] = drawn.blocks;
  expect(first?.type === 'header' ? first.text.text : null).toBe(expected[phase].header);
  expect(labels(drawn)).toEqual({ row: expected[phase].row, more: expected[phase].more });
});

test('every verb that is available in a phase is on the card, unless the surroundings forbid it', () => {
  for (const phase of phases) {
    const state = stateOf(story('promotion', phase));
    const { buttons, more } = view(state, around(state));
    const offered = [...buttons, ...more].map(({ verb }) => verb).toSorted();
    expect(offered).toEqual(
      available(state)
        .filter((verb) => verb !== 'resume')
        .toSorted(),
    );
  }
});

describe('what a reviewer reads', () => {
  const text = read(card('promotion', 'review'));

  test.each([
    'better on high-value customers',
    'auc 0.861 ▲ +0.009 better',
    'latency_ms 12.40 ▲ +0.50 worse',
    '+14 in Evidence',
    '2 passed: ',
    '7 commits · data to 30 Oct · sklearn 1.5 → 1.6 · schema same',
    '1 of 2 approvals',
    '@platform',
    '@Kim Example',
    'asked for it',
    'Put churn staging v14 live in production, replacing v8. Starts by itself.',
  ])('%s', (words) => {
    expect(text).toContain(words);
  });

  test('the push says the ask', () => {
    expect(card('promotion', 'review').text).toBe(
      'Review: churn staging v14 → production. AUC +0.009, 2 of 2 gates, 1 of 2 approvals.',
    );
  });

  test('each gate that failed has its bound and its cure', () => {
    const blocked = read(card('promotion', 'blocked'));
    for (const { reason, cure } of failing.verdicts.slice(2)) {
      expect(blocked).toContain(reason);
      expect(blocked).toContain(cure);
    }
    expect(blocked).not.toContain('Approve');
  });

  test('the confirm dialogue counts who else is needed', () => {
    const state = stateOf([opened('promotion'), gathered()]);
    expect(read(releaseCard(view(state, around(state)), people))).toContain('Starts by itself after 1 more approval.');
  });
});

test('approving deploy-code says that it trains', () => {
  const state = stateOf([opened('promotion', { pattern: 'deploy-code' }), gathered()]);
  expect(read(releaseCard(view(state, around(state)), people))).toContain('Starts a training run in production.');
});

test('a card of something live is five blocks', () => {
  expect(card('promotion', 'watching').blocks).toHaveLength(5);
  expect(card('promotion', 'verified').blocks).toHaveLength(5);
});

test('a version in a registry that counts by itself says both numbers; one registry says one', () => {
  expect(read(card('promotion', 'verified'))).toContain('production v9 (staging v14)');
  const own = stateOf([
    opened('promotion', {
      source: { environment: 'staging', registry: 'mlflow-prod', name: 'churn', version: version(14) },
    }),
    gathered(),
  ]);
  const header = releaseCard(view(own, around(own)), people).blocks[0];
  expect(header?.type === 'header' ? header.text.text : null).toBe('Review: churn v14 → production');
});

test('a paused lane, an older rollback and a newer version warn while it is decided', () => {
  const state = stateOf([
    opened('promotion', { version: version(9) }),
    gathered(),
    [{ kind: 'newer-ready', v: 1, release: release('b'), version: version(15) }],
  ]);
  const surroundings = around(state);
  const text = read(
    releaseCard(
      view(state, {
        ...surroundings,
        notice: 'Change board: Tuesdays only',
        pauses: [{ cause: 'calendar', by: by(kim), at: t0, why: 'stock-taking', until: t0 + 1, release: null }],
        lane: {
          ...surroundings.lane,
          rolledBack: [
            { version: version(9), source: null, commit: null, release: release('c'), at: t0, why: 'errors doubled' },
          ],
        },
      }),
      people,
    ),
  );
  for (const words of ['stock-taking', 'Change board', 'errors doubled', 'v15 is ready too', 'Paused'])
    expect(text).toContain(words);
});

test('an approval asked of nobody is called automatic', () => {
  const state = stateOf([
    opened('promotion'),
    gathered({ requirements: { automatic: true, rules: [], excluded: [], unknown: [], extra: 0 } }),
  ]);
  expect(read(releaseCard(view(state, around(state)), people))).toContain('Approvals: automatic');
});

test('an excluded person whom nobody can name costs one more approval, and the card says so', () => {
  const rules = [{ from: ['reviewers'], min: 1, required: false }];
  const state = stateOf([
    opened('promotion'),
    gathered({ requirements: { automatic: false, rules, excluded: [], unknown: ['root'], extra: 1 } }),
  ]);
  const text = read(releaseCard(view(state, around(state)), people));
  expect(text).toContain('0 of 2 approvals');
  expect(text).toContain('root');
  expect(text).toContain('one more approval is needed');
});

test('after a rollback the card says that promotions are paused, and offers Resume', () => {
  const state = stateOf(story('promotion', 'rolled-back'));
  const pause = {
    cause: 'rollback',
    by: by(kim),
    at: t0,
    why: 'errors doubled',
    until: null,
    release: release('c'),
  } as const;
  const drawn = releaseCard(view(state, around(state, { pauses: [pause] })), people);
  expect(labels(drawn).row).toEqual(['Resume…', 'Request again', 'Evidence']);
  expect(read(drawn)).toContain('Promotions are paused until someone resumes.');
});

test('stopping says what it means at that moment', () => {
  const before = read(card('promotion', 'executing'));
  expect(before).toContain('Nothing live has changed yet');
  const late = stateOf([
    ...story('promotion', 'watching').slice(0, -3),
    [
      {
        kind: 'step-started',
        v: 1,
        step: 'confirm-champion',
        direction: 'do',
        attempt: 1,
        worker: 'w',
        leaseUntil: t0,
      },
    ],
  ]);
  expect(read(releaseCard(view(late, around(late)), people))).toContain('v9 is live; Stop puts v8 back.');
});

test('nobody is pinged but those given, and people are named where their names are known', () => {
  const state = stateOf(story('promotion', 'review'));
  const drawn = releaseCard(view(state, around(state)), { names, mentions: [{ kind: 'person', id: kim }] });
  expect(pinged(drawn)).toEqual([kim]);
  expect(read(drawn)).toContain('@Pat Example');
});

const hows = ['plain', 'break-glass', 'advise', 'closed'] as const;
type How = (typeof hows)[number];

/** A card with these texts in every place that holds text from outside. */
function wildCard(
  kind: Kind,
  phase: Phase,
  text: string[],
  gates: number,
  metrics: number,
  approvals: number,
  failed: boolean,
  how: How = 'plain',
) {
  const statuses: readonly VerdictStatus[] = failed ? ['fail', 'not-comparable', 'cannot-tell'] : ['pass', 'fail'];
  const at = (index: number) => text[index % text.length] ?? '';
  const own = { ...stateOf(story(kind, phase)) };
  const wild = {
    ...own,
    pattern: failed ? ('deploy-code' as const) : ('deploy-model' as const),
    model: at(0),
    environment: at(1),
    source: { ...own.source, environment: at(2) },
    opened: { ...own.opened, reason: at(3) },
    gathering: { note: at(4), since: t0, unreachable: failed },
    waiting: { cause: 'paused' as const, words: at(5), until: t0, since: t0, scope: at(1), by: pat },
    approvals: Array.from({ length: approvals }, () => ({
      person: kim,
      at: t0,
      groups: [at(6), at(7)],
      note: at(8),
      checked: text.slice(0, 8),
    })),
    breakGlass: how === 'break-glass',
    mode: how === 'advise' ? ('advise' as const) : ('enforce' as const),
    followUp: {
      why: 'break-glass' as const,
      by: by(pat),
      openedAt: t0,
      dueAt: t0,
      overdueTold: failed,
      closed: how === 'closed' ? { by: by(kim), at: t0, note: at(9) } : null,
    },
    accepted: [{ person: kim, at: t0, gates: text.slice(0, 6), groups: [at(6)], reason: at(7) }],
    voided: [{ at: t0 + 1e9, cause: 'evidence-changed', changes: text, people: [pat] }],
    newer: { release: release('b'), version: version(15) },
    failure: own.failure === null ? null : { ...own.failure, words: at(9), code: at(10) },
    evidence: own.evidence && {
      ...own.evidence,
      findings: {
        ...findings,
        verdicts: Array.from({ length: gates }, (_, index) => ({
          gate: at(index),
          status: statuses[index % statuses.length] ?? 'pass',
          reason: at(index + 1),
          cure: at(index + 2),
          ...(how === 'advise' && index % 3 === 0 ? { mode: 'warn' as const, until: t0 } : {}),
        })),
        metrics: Array.from({ length: metrics }, (_, index) => ({
          name: at(index),
          candidate: index,
          champion: index * 1.1,
          direction: 'higher' as const,
          primary: index === 3,
        })),
        changes: text,
        links: text.map((url) => ({ label: url, url })),
      },
      requirements: {
        ...own.evidence.requirements,
        unknown: text,
        excluded: [{ person: pat, why: 'run-author' as const }],
        checklist: { [at(6)]: text.slice(0, 8), reviewers: text.slice(0, 8) },
      },
    },
  };
  const where = around(own, {
    label: at(11),
    next: at(1),
    notice: at(2),
    pauses: text
      .slice(0, 4)
      .map((why) => ({ cause: 'person' as const, by: by(pat), at: t0, why, until: null, release: null })),
  });
  const crowd = {
    names: new Map([
      [pat, at(3)],
      [kim, at(4)],
    ]),
    mentions: [],
  };
  return releaseCard(view(wild, where), crowd);
}

const nasty = fc.oneof(
  fc.constantFrom(
    '<!channel>',
    '<@U0PAT>',
    '*bold* `code`',
    'a\u202eb\u200bc',
    '&lt;',
    'x'.repeat(10_000),
    '<!subteam^S1>'.repeat(700),
    '\ud83d',
    '👩‍👩‍👧'.repeat(3000),
    '\u0000\n\r\t',
    '',
    'é\u0301'.repeat(4000),
    'https://evil.example|x>',
  ),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

test('rule 11: any state draws within the limits, without markup from outside', () => {
  const hostile = fc.record({
    kind: fc.constantFrom(...kinds),
    phase: fc.constantFrom(...phases),
    text: fc.array(nasty, { minLength: 12, maxLength: 12 }),
    gates: fc.nat(500),
    metrics: fc.nat(300),
    approvals: fc.nat(8),
    failed: fc.boolean(),
    how: fc.constantFrom(...hows),
  });
  fc.assert(
    fc.property(hostile, ({ kind, phase, text, gates, metrics, approvals, failed, how }) => {
      expectMessage(wildCard(kind, phase, text, gates, metrics, approvals, failed, how));
    }),
    { numRuns: 200 },
  );
});

test.each(hows)('the worst text in every place at once still fits: %s', (how) => {
  for (const worst of ['x'.repeat(10_000), '<!channel>'.repeat(1000)])
    for (const kind of kinds)
      for (const phase of phases)
        for (const failed of [true, false]) {
          const text = Array.from({ length: 12 }, () => worst);
          expectMessage(wildCard(kind, phase, text, 500, 300, 8, failed, how));
        }
});

test('every post of every story keeps the promises of a message', () => {
  for (const kind of kinds) {
    for (const phase of phases) {
      const steps = story(kind, phase);
      const state = stateOf(steps);
      const all = posts({ state, log: log(steps), around: around(state) }, t0 + 1e9);
      for (const post of all.posts) expectMessage(drawPost(post, people));
    }
  }
});
