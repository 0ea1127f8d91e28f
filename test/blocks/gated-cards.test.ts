import { describe, expect, test } from 'vitest';
import { breakGlassPreview } from '../../blocks/break-glass-preview.ts';
import { checkMessage } from '../../blocks/check-report.ts';
import { policyMessage } from '../../blocks/policy-words.ts';
import { releaseCard } from '../../blocks/release-card.ts';
import type { CheckReport } from '../../src/release/check-report.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import { view } from '../../src/release/view.ts';
import { gatedScenes } from './gated-scenes.ts';
import { checked, policyShown } from './gated-views.ts';
import { expectMessage, labels, read } from './promises.ts';
import { around, by, kim, names, stateOf, story, t0, version } from './scenes.ts';

const people = { names, mentions: [] };
const evil = `<!channel>\u202e${'x'.repeat(10_000)}`;

function card(name: string) {
  const scene = gatedScenes[name];
  if (scene === undefined) throw new Error(`no scene is called ${name}`);
  const state = stateOf(scene.steps);
  return releaseCard(view(state, around(state, scene.around)), people);
}

test.each(Object.keys(gatedScenes))('%s keeps every promise of a card', (name) => {
  const drawn = card(name);
  expectMessage(drawn);
  expect(read(drawn)).toMatch(/Live now: v\d+/);
  expect(labels(drawn).row.length).toBeLessThanOrEqual(3);
  expect(labels(drawn).more.length).toBeLessThanOrEqual(5);
});

test.each([
  ['warns and off', ['latency p95', 'warns until', 'drift', 'is off']],
  ['not comparable', ['Blocked: churn', 'not comparable', 'Evaluate v8', 'Accept…']],
  ['accepted', ['Review: churn', 'Accepted by', 'measured by hand']],
  ['checklist, one approved', ['Approve…', 'compared with March', '3 of 3 boxes', '1 of 2 approvals']],
  ['waiting', ['Waiting: churn', 'production is paused', 'stock-taking', 'Approvals are asked for then']],
  ['waiting, approved', ['Waiting: churn', 'It starts by itself then']],
  ['break-glass, gathered', ['Break-glass: churn', 'v8 refuses every customer', '0.61, needs ≥ 0.80']],
  ['break-glass, live', ['Review by another person due', 'Close review…', 'by break-glass']],
  ['break-glass, overdue', ['overdue since']],
  ['break-glass, reviewed', ['Reviewed afterwards by', 'they are gone']],
  ['advice', ['Advice: churn', 'nothing is approved, and nothing moves']],
  ['taken back', ['0 of 2 approvals']],
])('%s reads as it is', (name, words) => {
  const text = read(card(name)).replace(/ +/g, ' ');
  for (const each of words) expect(text).toContain(each);
});

test.each(['waiting', 'waiting, approved', 'break-glass, gathered', 'advice', 'advice against it'])(
  '%s offers no approval',
  (name) => {
    const { row, more } = labels(card(name));
    expect([...row, ...more].filter((label) => /^Approve/.test(label))).toEqual([]);
  },
);

describe('a check', () => {
  test('says every gate, what it would wait for and who could say yes', () => {
    const text = read(checkMessage(checked(), people)).replace(/ +/g, ' ');
    for (const words of [
      'Check: churn staging v14 → production. Nothing was opened.',
      'It would be blocked: 1 of 5 gates would not pass.',
      'improves f1 : other data (may be accepted with a reason)',
      'latency : 61 ms (warns until',
      'drift : no baseline (switched off)',
      '2 passed: ',
      'Needs 1 of @reviewers: @Kim Example',
      'Needs 1 of @platform (required): nobody who counts',
      'Could not be read now: @platform',
      'It would wait. Paused',
    ])
      expect(text).toContain(words);
  });

  test.each<[string, Partial<CheckReport>, string]>([
    [
      'a run that is going',
      { notYet: 'The run is still going.', verdicts: [], requirements: null },
      'cannot be judged yet',
    ],
    ['a refusal', { wouldOpen: { kind: 'already-live', version: version(14), since: t0 } }, 'would not be opened'],
    ['one that is open', { open: stateOf(story('promotion', 'review')) }, 'It is open already: r-aaaaaaaaaa'],
    ['advice', { mode: 'advise', wouldOpen: { kind: 'not-enforced', mode: 'advise' } }, 'This model is advised on'],
    [
      'no approvals',
      { verdicts: [], requirements: { automatic: true, rules: [], excluded: [], unknown: [], extra: 0 } },
      'No gates here. It would go live by itself.',
    ],
  ])('of %s', (_, over, words) => {
    const message = checkMessage(checked(over), people);
    expectMessage(message);
    expect(read(message)).toContain(words);
  });

  test('of the worst that there can be fits', () => {
    const verdicts = Array.from({ length: 300 }, () => ({
      gate: evil,
      status: 'fail' as const,
      reason: evil,
      cure: evil,
    }));
    const over = { model: evil, environment: evil, from: evil, verdicts, unreachable: [evil, evil] };
    expectMessage(checkMessage(checked(over), people));
  });
});

describe('a policy in words', () => {
  test('fits and reads, also at its worst', () => {
    expectMessage(policyMessage(policyShown(), people));
    const worst: LanePolicy = {
      ...policyShown().policy,
      model: evil,
      gates: Array.from({ length: 200 }, () => ({ kind: 'metric', metric: evil })),
      checklist: { [evil]: Array.from({ length: 8 }, () => evil) },
      notice: evil,
      registryUrl: evil,
      alias: evil,
      surroundings: { data: evil, experiment: evil, logLevel: evil, prometheus: evil },
      trainer: { kind: evil, argv: [evil], repository: evil },
      calendar: Array.from(
        { length: 50 },
        () => ({ kind: 'dates', from: 'a', to: 'b', zone: evil, why: evil }) as const,
      ),
    };
    const gates = worst.gates.map(() => ({ label: evil, mode: { kind: 'off', because: evil } as const }));
    expectMessage(policyMessage({ policy: worst, gates }, people));
  });

  test.each([
    [{ kind: 'metric', metric: 'auc', min: 0.8 }, 'the gate \n'],
    [
      { kind: 'documented', documented: { tags: ['team', 'use'], datasets: true, description: { min: 20 } } },
      'the gate : tags team, use; datasets; description min 20\n',
    ],
    [{ kind: 'not-worse', 'not-worse': ['loss/*', 'mape'], direction: 'lower' }, 'the gate : loss/*, mape\n'],
    [
      { kind: 'improves', improves: 'auc', significant: { confidence: 0.9 } },
      'the gate : significant confidence 0.9\n',
    ],
  ])('what %o asks is said in words', (config, words) => {
    const policy = { ...policyShown().policy, gates: [config] };
    const message = policyMessage({ policy, gates: [{ label: 'the gate', mode: { kind: 'block' } }] }, people);
    expect(read(message)).toContain(words);
  });
});

test('a typed break-glass says what it skips, and its button carries the request', () => {
  const preview = {
    model: 'churn',
    environment: 'production',
    version: version(14),
    from: 'staging',
    live: null,
    gates: ['auc', 'recall'],
    approvals: policyShown().policy.approvals,
    skipped: [{ cause: 'calendar', by: by(kim), at: t0, why: 'weekend', until: t0, release: null }],
    holding: [{ cause: 'log-behind', by: by(kim), at: t0, why: 'restored', until: null, release: null }],
  } as const;
  const message = breakGlassPreview(preview, 'nothing works', people);
  expectMessage(message);
  expect(labels(message).row).toEqual(['Break the glass', 'Not now']);
  for (const words of ['2 gates: auc, recall', 'weekend', 'Holds it all the same', 'restored', 'nothing works'])
    expect(read(message)).toContain(words);
  const long = breakGlassPreview({ ...preview, model: evil, gates: [evil] }, evil, people);
  expectMessage(long);
  expect(labels(long).row).toEqual([]);
});
