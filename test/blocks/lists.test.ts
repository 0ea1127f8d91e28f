import { expect, test } from 'vitest';
import { confirmRollback } from '../../blocks/actions.ts';
import { helpMessage } from '../../blocks/help.ts';
import { historyMessage, liveThenMessage } from '../../blocks/history.ts';
import { pendingMessage } from '../../blocks/pending.ts';
import { rollbackPreview } from '../../blocks/rollback-preview.ts';
import { type StatusLane, statusMessage } from '../../blocks/status.ts';
import { versionMessage } from '../../blocks/version.ts';
import type { Actor } from '../../src/release/event.ts';
import type { VersionFacts } from '../../src/release/evidence.ts';
import { laneKey } from '../../src/release/ids.ts';
import { emptyLane } from '../../src/release/lane.ts';
import type { LiveVersion } from '../../src/release/lane-state.ts';
import type { RollbackPreview } from '../../src/release/rollback-preview.ts';
import { phases } from '../../src/release/state.ts';
import { expectMessage, labels, read } from './promises.ts';
import { by, digest, kim, names, opened, release, stateOf, story, t0, version } from './scenes.ts';

const people = { names, mentions: [] };
const evil = `<!channel>\u202e${'x'.repeat(10_000)}`;
const live = (number: number): LiveVersion => ({
  version: version(number),
  release: release('a'),
  since: t0,
  standing: 'verified',
});

function lane(model: string, environment = 'production'): StatusLane {
  const key = laneKey(model.replaceAll('/', '-'), environment);
  return {
    model,
    environment,
    lane: { ...emptyLane(key), since: t0, live: live(12), trusted: [live(12), live(11)] },
    pauses: [],
    mode: 'enforce',
    calendar: [],
    reevaluateMs: null,
  };
}

test('a thousand models: a page of them, and a button to the next', () => {
  const rows = Array.from({ length: 1000 }, (_, index) => lane(`model-${String(index).padStart(4, '0')}`));
  const shown = Array.from({ length: 56 }, (_, page) => {
    const message = statusMessage(rows, '/mlops', people, page);
    expectMessage(message);
    expect(labels(message).row).toEqual([page < 55 ? 'More' : 'From the beginning']);
    return read(message).match(/model-\d{4}/g) ?? [];
  });
  expect(shown.flat()).toEqual(rows.map(({ model }) => model));
  expect(read(statusMessage(rows, '/mlops', people, 1))).toContain('page 2 of 56');
});

test('the map: version, commit, since when, by whom, health, pause, mode, last rehearsal', () => {
  const brought = { release: release('a'), commit: 'c0ffee0123456789', letIn: 'approvals', people: [kim] } as const;
  const row = lane('churn');
  const rehearsed = { at: t0, by: by(kim), target: version(11), failed: [] };
  const text = read(
    statusMessage(
      [
        { ...lane('alpha', 'staging'), lane: { ...row.lane, live: { ...live(3), standing: 'watching' } } },
        {
          ...row,
          mode: 'advise',
          lane: { ...row.lane, rehearsed, brought },
          pauses: [{ cause: 'person', by: by(kim), at: t0, why: 'stock-taking', until: t0, release: null }],
        },
        { ...lane('zulu'), lane: { ...row.lane, live: { ...live(9), release: null, standing: 'outside' } } },
      ],
      '/mlops',
      people,
    ),
  );
  for (const words of [
    '◐ staging',
    'being watched',
    '‖ production',
    'c0ffee0',
    ', by @Kim Example',
    'advised on, rehearsed ',
    'paused by ',
    'stock-taking',
    '▲ production',
    'not reviewed',
  ])
    expect(text).toContain(words);
});

test('one model begins with its path as a row of stations', () => {
  const nothing = { ...lane('churn', 'production'), lane: { ...emptyLane(laneKey('churn', 'production')), since: t0 } };
  const text = read(statusMessage([lane('churn', 'dev'), lane('churn', 'staging'), nothing], '/mlops', people));
  expect(text).toContain('● dev v12 ─ ● staging v12 ─ ○ production');
});

test('what is paused or failed comes before what is quiet', () => {
  const paused = {
    ...lane('zebra'),
    pauses: [{ cause: 'person', by: by(kim), at: t0, why: 'stock-taking', until: null, release: null }],
  } as const;
  const text = read(statusMessage([lane('alpha'), paused], '/mlops', people));
  expect(text.indexOf('zebra')).toBeLessThan(text.indexOf('alpha'));
  expect(text).toContain('1 with something open, paused or wrong');
});

test('one model in full: what is live, where a rollback goes, why it is paused', () => {
  const open = {
    release: release('b'),
    kind: 'promotion',
    sourceVersion: version(14),
    automatic: false,
    phase: 'review',
    approvals: 1,
  } as const;
  const own = lane('churn');
  const row = {
    ...own,
    lane: { ...own.lane, open: [open] },
    pauses: [{ cause: 'rollback', by: by(kim), at: t0, why: 'errors', until: null, release: null }],
  } as const;
  const text = read(statusMessage([row], '/mlops', people));
  for (const words of [
    'Live now: v12',
    'a rollback goes to v11',
    'after a rollback: ',
    'promotion of v14 waits for approvals',
  ])
    expect(text).toContain(words);
});

test('no models, hostile models', () => {
  expectMessage(statusMessage([], '/mlops', people));
  expectMessage(statusMessage([lane(evil), lane(`${evil}2`)], '/mlops', people));
  expectMessage(statusMessage([{ ...lane('a'), model: evil }], '/mlops', people));
});

test('history holds every phase, newest first as given, and says what it left out', () => {
  const releases = phases.map((phase) => stateOf(story('promotion', phase)));
  const message = historyMessage('churn', 'production', releases, people);
  expectMessage(message);
  expect(read(message)).toContain('approved by');
  const many = historyMessage('churn', null, Array.from({ length: 40 }, () => releases).flat(), people);
  expectMessage(many);
  expect(read(many)).toMatch(/\d+ older/);
  expectMessage(historyMessage(evil, evil, [], people));
});

test.each<[string, Actor, string]>([
  ['somebody on call', by(kim), 'asked by @Kim Example, on-call alone'],
  ['a countdown', { kind: 'signalbox', rule: 'auto-rollback' }, ', by itself'],
])('a rollback of %s says whose word it was', (_, who, words) => {
  const state = stateOf(story('rollback', 'verified'));
  const back = { ...state, alone: true, opened: { ...state.opened, by: who } };
  expect(read(historyMessage('churn', 'production', [back], people))).toContain(words);
});

test.each([
  [{ kind: 'live', live: live(12), approvedBy: [kim], alone: null, evidence: digest('a') } as const, 'v12 was live'],
  [{ kind: 'nothing-live' } as const, 'nothing was live'],
  [{ kind: 'unknown', since: t0 } as const, 'unknown'],
  [{ kind: 'unknown', since: null } as const, 'has not looked there yet'],
])('what was live then: %o', (then, words) => {
  const message = liveThenMessage({ model: 'churn', environment: 'production', at: t0 }, then, people);
  expectMessage(message);
  expect(read(message)).toContain(words);
});

const facts: VersionFacts = {
  registry: 'mlflow-prod',
  name: 'churn',
  version: version(14),
  status: 'ready',
  registeredAt: t0,
  description: evil,
  tags: { [evil]: evil },
  run: {
    id: 'run1',
    status: 'finished',
    startedAt: t0,
    endedAt: t0,
    user: evil,
    commit: 'abcdef0123456789',
    commitAuthor: null,
    branch: null,
    repository: null,
    dirty: true,
    tags: {},
    url: 'http://mlflow.example/#/run1',
  },
  modelId: null,
  metrics: Array.from({ length: 300 }, (_, index) => ({ name: `m${index}`, value: index, dataset: null })),
  params: {},
  datasets: [],
  schema: null,
  artifacts: { digest: digest('b'), files: 3, bytes: 1_234_567, manifest: null },
  url: 'javascript:alert(1)',
};

test('a version explains itself', () => {
  const message = versionMessage(
    { model: 'churn', environment: 'production', facts, releases: [stateOf(story('promotion', 'verified'))] },
    people,
  );
  expectMessage(message);
  for (const words of [
    'v14',
    '3 files, 1.2 MB',
    'with changes that were not committed',
    '+288',
    'production v9 (staging v14)'.slice(0, 10),
  ])
    expect(read(message)).toContain(words);
  expect(JSON.stringify(message)).not.toContain('javascript:');
});

test('what waits for you comes first', () => {
  const review = stateOf(story('promotion', 'review'));
  const message = pendingMessage(
    { followUps: [], yours: [review], others: [stateOf(story('rollback', 'executing'))] },
    people,
  );
  expectMessage(message);
  expect(read(message)).toMatch(/^1 release waits for you.*1 other is open.*1 of 2 approvals.*Others.*rollback/s);
  expectMessage(pendingMessage({ followUps: [], yours: [], others: [] }, people));
  expectMessage(
    pendingMessage(
      { followUps: [], yours: [], others: Array.from({ length: 500 }, () => ({ ...review, model: evil })) },
      people,
    ),
  );
});

test('what one person did alone and nobody looked at comes before everything', () => {
  const owed = stateOf([
    opened('promotion', { breakGlass: true }),
    ...story('promotion', 'watching').slice(1),
    [{ kind: 'follow-up-opened', v: 1, why: 'break-glass', dueAt: t0 + 1 }, by(kim)],
  ]);
  const review = stateOf(story('promotion', 'review'));
  const message = pendingMessage({ followUps: [owed], yours: [review], others: [] }, people);
  expectMessage(message);
  expect(read(message)).toMatch(/1 review is owed.*Owed: .*break-glass by @Pat Example, due .*For you.*approvals/s);
});

test('status says what is only advised on, when nothing moves, and what is owed', () => {
  const row = lane('churn');
  const message = statusMessage(
    [
      {
        ...row,
        mode: 'advise',
        reevaluateMs: 86_400_000,
        lane: { ...row.lane, followUps: [release('b')] },
        calendar: [{ kind: 'weekly', from: 6_720, to: 480, zone: 'Europe/Berlin', why: 'nobody is there' }],
      },
    ],
    '/mlops',
    people,
  );
  expectMessage(message);
  for (const words of [
    'advised on; ',
    'every week from Fri 16:00 to Mon 08:00 (Europe/Berlin: nobody is there)',
    '1 review is owed by another person: r-bbbbbbbbbb',
    'To be evaluated again by ',
  ])
    expect(read(message)).toContain(words);
  expect(read(statusMessage([lane('alpha'), { ...lane('beta'), mode: 'observe' }], '/mlops', people))).toContain(
    '(observed)',
  );
});

const usages = [
  { verb: 'promote', usage: 'promote <model>', example: 'promote churn@14' },
  { verb: 'status', usage: 'status [<model>]', example: 'status churn' },
];

test('help lists every verb, and tells one in full', () => {
  const all = helpMessage('/mlops', usages, null, people);
  expectMessage(all);
  expect(read(all)).toContain('/mlops status [<model>]');
  const one = helpMessage('/mlops', usages, 'promote', people);
  expectMessage(one);
  expect(read(one)).toContain('/mlops promote churn@14');
  expect(read(one)).not.toContain('status');
});

const back: RollbackPreview = {
  model: 'churn',
  environment: 'production',
  from: live(14),
  to: live(12),
  letIn: { people: [kim], how: 'approved' },
  replaced: { by: version(14), at: t0, because: 'it beats v12' },
  retrain: null,
  alone: ['@ml-oncall'],
  approvals: [{ from: ['reviewers'], min: 1, required: false }],
};

test('the preview says who let the target in, what replaced it and why, and whose word is enough', () => {
  const told = read(rollbackPreview(back, 'errors doubled', people));
  for (const words of [
    'let in by',
    'v12 was replaced by v14',
    'because: it beats v12',
    '@ml-oncall',
    '1 of @reviewers',
  ])
    expect(told).toContain(words);
});

test('where its commit can be trained once more, that is offered beside it, with a warning', () => {
  const message = rollbackPreview({ ...back, retrain: { commit: 'abc1234def' } }, 'errors doubled', people);
  expectMessage(message);
  expect(labels(message).row).toEqual(['Roll back to v12', 'Retrain at its commit…', 'Not now']);
  expect(read(message)).toContain('abc1234');
});

test('a typed rollback says what it would do, and its button carries the request', () => {
  const preview = back;
  const message = rollbackPreview(preview, 'errors doubled', people);
  expectMessage(message);
  expect(message.text).toBe('Roll back churn in production, v14 → v12?');
  expect(labels(message).row).toEqual(['Roll back to v12', 'Not now']);
  const button = message.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []))[0];
  expect(confirmRollback.decode(button?.type === 'button' ? button.value : null)).toEqual({
    model: 'churn',
    environment: 'production',
    version: version(12),
    reason: 'errors doubled',
  });
});

test('a rollback whose button cannot carry it offers none and says why', () => {
  const message = rollbackPreview({ ...back, replaced: { by: version(14), at: t0, because: evil } }, evil, people);
  expectMessage(message);
  expect(labels(message).row).toEqual([]);
  expect(read(message)).toContain('too long');
});
