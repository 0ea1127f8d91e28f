import { describe, expect, test } from 'vitest';
import type { PersonId } from '../../src/release/ids.ts';
import { incidentPosts } from '../../src/release/incident/posts.ts';
import { posts } from '../../src/release/posts.ts';
import { goesFirst, isNoted, outlineOf } from '../../src/release/posts-progress.ts';
import type { Post } from '../../src/release/posts-shape.ts';
import { phases } from '../../src/release/state.ts';
import { line } from '../../src/release/view-words.ts';
import {
  aroundIncident,
  type Happening,
  incidentLog,
  incidentOf,
  stories,
  symptom,
} from '../blocks/incident-scenes.ts';
import {
  approvedBy,
  around,
  begun,
  by,
  digest,
  done,
  failedAt,
  gathered,
  kim,
  log,
  pat,
  type Step,
  started,
  stateOf,
  story,
  t0,
} from '../blocks/scenes.ts';

function ofRelease(steps: readonly Step[]): readonly Post[] {
  const state = stateOf(steps);
  return posts({ state, log: log(steps), around: around(state) }, t0 + 1e9).posts;
}

/** How a post went from one drawing to the next: nothing new, progress, or what somebody has to see. */
function edit(key: string, [before, after]: readonly [readonly Post[], readonly Post[]]): string {
  const [was, is] = [before, after].map((all) => all.find((post) => post.key === key)?.content);
  if (was === undefined || is === undefined) return 'not there';
  if (JSON.stringify(was) === JSON.stringify(is)) return 'nothing';
  const [one, other] = [outlineOf(was), outlineOf(is)];
  return other !== null && JSON.stringify(one) === JSON.stringify(other) ? 'progress' : 'counts';
}

const approved = story('promotion', 'approved');
const [copying, set] = [
  [...approved, started('promotion'), begun('copy-version')],
  [...approved, started('promotion'), ...done('promotion', 'set-champion')],
] as const;
const copied = (bytes: number): Step => [
  {
    kind: 'step-progressed',
    v: 1,
    step: 'copy-version',
    direction: 'do',
    attempt: 1,
    leaseUntil: t0,
    done: bytes,
    total: 9e9,
    unit: 'bytes',
  },
];
const retrying: Step = [
  {
    kind: 'step-retrying',
    v: 1,
    step: 'copy-version',
    direction: 'do',
    attempt: 1,
    code: 'registry_unreachable',
    words: 'The registry does not answer',
    nextTry: t0 + 1e6,
    since: t0,
  },
];
const voided: Step = [
  {
    kind: 'approvals-voided',
    v: 1,
    cause: 'champion-moved',
    was: digest('a'),
    now: digest('d'),
    changes: ['champion v8 → v10'],
    people: [kim],
  },
];
const stop: Step = [{ kind: 'stop-requested', v: 1, forRollback: null }, by(pat)];
const retry: Step = [{ kind: 'retry-requested', v: 1 }, by(pat)];
const checklist = `line:${approved.length}`;

describe('a release: what only tells how far it is', () => {
  test.each<{ name: string; from: readonly Step[]; to: readonly Step[]; card: string; steps: string }>([
    {
      name: 'more bytes',
      from: [...copying, copied(1e9)],
      to: [...copying, copied(2e9)],
      card: 'progress',
      steps: 'progress',
    },
    {
      name: 'another step',
      from: copying,
      to: [...approved, started('promotion'), ...done('promotion', 'tag-version')],
      card: 'progress',
      steps: 'progress',
    },
    { name: 'a step is tried again', from: copying, to: [...copying, retrying], card: 'progress', steps: 'progress' },
    {
      name: 'it began, so that Stop is what can be done',
      from: approved,
      to: copying,
      card: 'counts',
      steps: 'not there',
    },
    {
      name: 'what is live moved',
      from: set,
      to: [...set, ...done('promotion', null).slice(-4, -2)],
      card: 'counts',
      steps: 'progress',
    },
    { name: 'somebody said Stop', from: copying, to: [...copying, stop], card: 'counts', steps: 'progress' },
    { name: 'it failed', from: copying, to: [...copying, failedAt('copy-version')], card: 'counts', steps: 'counts' },
    {
      name: 'it is tried again after that',
      from: [...copying, failedAt('copy-version')],
      to: [...copying, failedAt('copy-version'), retry],
      card: 'counts',
      steps: 'counts',
    },
    { name: 'approvals are void', from: copying, to: [...copying, voided], card: 'counts', steps: 'counts' },
    { name: 'it is live', from: set, to: story('promotion', 'watching'), card: 'counts', steps: 'counts' },
    {
      name: 'it is verified',
      from: story('promotion', 'watching'),
      to: story('promotion', 'verified'),
      card: 'counts',
      steps: 'nothing',
    },
    {
      name: 'it goes to review',
      from: story('promotion', 'gathering'),
      to: [...story('promotion', 'gathering'), gathered()],
      card: 'counts',
      steps: 'not there',
    },
    {
      name: 'one of two said yes',
      from: [...story('promotion', 'gathering'), gathered()],
      to: story('promotion', 'review'),
      card: 'counts',
      steps: 'not there',
    },
  ])('$name: card $card, checklist $steps', ({ from, to, card, steps }) => {
    const drawn = [ofRelease(from), ofRelease(to)] as const;
    expect({ card: edit('card', drawn), steps: edit(checklist, drawn) }).toEqual({ card, steps });
  });

  test('the last drawing of anything is never progress', () => {
    for (const kind of ['promotion', 'rollback', 'adoption'] as const) {
      for (const phase of phases.filter((one) => one !== 'executing')) {
        for (const post of ofRelease(story(kind, phase)))
          expect([phase, post.key, outlineOf(post.content)]).toEqual([phase, post.key, null]);
      }
    }
  });

  test('the checklist of an execution that was broken off does not go on', () => {
    const again = [...copying, voided, gathered(), started('promotion'), begun('copy-version')];
    const lists = ofRelease(again).filter(({ content }) => content.kind === 'line' && content.line.steps.length > 0);
    expect(lists.map(({ content }) => outlineOf(content) !== null)).toEqual([false, true]);
  });
});

function ofAlert(happened: readonly Happening[]): readonly Post[] {
  return incidentPosts({
    state: incidentOf(happened),
    log: incidentLog(happened),
    around: aroundIncident(),
    parent: 'http://slack.corp.example/archives/C0PROD/p1',
  });
}

const [open = [], ended = []] = [stories['open'], stories['gone back']];
const told = (value: number, over: Parameters<typeof symptom>[0] = {}): Happening => [
  {
    kind: 'symptom-changed',
    symptom: symptom({
      ...over,
      reading: { name: 'error rate', value, bound: null, trained: null, samples: null, unit: '%' },
    }),
  },
  2,
];

describe('a thread: what goes first', () => {
  const reviewed = [...story('promotion', 'gathering'), gathered(), approvedBy(kim, 'reviewers')];
  const waits: Step = [{ kind: 'waiting', v: 1, cause: 'paused', words: 'production is paused', until: null }];
  const lost = (people: readonly PersonId[]): Step => [
    {
      kind: 'approvals-voided',
      v: 1,
      cause: 'evidence-changed',
      was: digest('a'),
      now: null,
      changes: [],
      people: [...people],
    },
  ];
  test.each<[string, readonly Step[], boolean]>([
    ['an approval that no longer counts and is asked for anew', [...reviewed, voided], true],
    ['one that nobody can be asked for yet', [...reviewed, waits, lost([kim])], true],
    ['evidence that changed before anybody had approved', [...reviewed, lost([])], false],
    ['an approval', reviewed, false],
    ['a pause', [...reviewed, waits], false],
  ])('%s', (_, steps, first) => {
    expect(ofRelease(steps).slice(1).map(goesFirst).at(-1)).toBe(first);
  });
});

describe('an alert: what only counts up', () => {
  test.each<{ name: string; from: readonly Happening[]; to: readonly Happening[]; message: string }>([
    { name: 'another number', from: open, to: [...open, told(7.3)], message: 'progress' },
    {
      name: 'another alert of the same severity',
      from: open,
      to: [...open, told(7.3, { key: 'latency' })],
      message: 'progress',
    },
    { name: 'a countdown begins', from: open, to: stories['counting'] ?? [], message: 'counts' },
    { name: 'it goes back', from: stories['counting'] ?? [], to: ended, message: 'counts' },
    { name: 'somebody looks at it', from: open, to: stories['acknowledged'] ?? [], message: 'counts' },
    { name: 'it is over', from: open, to: stories['resolved'] ?? [], message: 'counts' },
    { name: 'it is no problem', from: open, to: stories['dismissed'] ?? [], message: 'counts' },
    { name: 'it fires again', from: stories['resolved'] ?? [], to: stories['reopened'] ?? [], message: 'counts' },
  ])('$name: $message', ({ from, to, message }) => {
    expect(edit('card', [ofAlert(from), ofAlert(to)])).toBe(message);
  });

  test('lines are never progress, and what is over neither', () => {
    for (const [name, happened] of Object.entries(stories)) {
      const [message, ...lines] = ofAlert(happened);
      const going = [message].flatMap((post) => (post === undefined ? [] : [outlineOf(post.content) !== null]));
      expect([name, going]).toEqual([name, [incidentOf(happened).phase === 'open']]);
      for (const { content } of lines) expect(outlineOf(content)).toBeNull();
    }
  });
});

describe('a channel: what is only noted', () => {
  const none = { steps: [], scope: 'churn/production', lines: [line('First look')] };
  const resume = { verb: 'resume', label: 'Resume…', style: null, confirm: null } as const;
  const post: Post = {
    key: 'line:0',
    place: 'lane',
    push: line('First look'),
    content: { kind: 'scope', line: { ...none, buttons: [] } },
    mentions: [],
  };
  test.each<[string, Post, boolean]>([
    ['a line that names nobody', post, true],
    ['one in the admin channel, too', { ...post, place: 'admin' }, true],
    ['one that names somebody', { ...post, mentions: ['platform'] }, false],
    [
      'one with something to press',
      { ...post, content: { kind: 'scope', line: { ...none, buttons: [resume] } } },
      false,
    ],
    ['a line of a thread', { ...post, place: 'thread', content: { kind: 'line', line: none } }, false],
  ])('%s', (_, one, noted) => {
    expect(isNoted(one)).toBe(noted);
  });

  test('cards and alerts never are', () => {
    const [card] = ofRelease(story('promotion', 'executing'));
    const [alert] = ofAlert(open);
    expect([card, alert].map((one) => one && isNoted(one))).toEqual([false, false]);
  });
});
