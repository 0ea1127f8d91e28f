import { describe, expect, test } from 'vitest';
import { drawPost } from '../../blocks/post.ts';
import type { Actor, Entry, StreamId } from '../../src/release/event.ts';
import { CommandId, laneKey } from '../../src/release/ids.ts';
import { cardAfterMs, posts } from '../../src/release/posts.ts';
import { scopePosts } from '../../src/release/posts-scope.ts';
import type { Post } from '../../src/release/posts-shape.ts';
import type { ScopeEvent } from '../../src/release/scope-event.ts';
import { phases } from '../../src/release/state.ts';
import { environmentStream, laneStream, policyStream, registryStream } from '../../src/release/stream.ts';
import { expectMessage, labels, read } from '../blocks/promises.ts';
import {
  approvedBy,
  around,
  begun,
  by,
  complete,
  digest,
  done,
  failedAt,
  failing,
  gathered,
  kim,
  lee,
  log,
  names,
  opened,
  pat,
  release,
  type Step,
  signalbox,
  started,
  stateOf,
  story,
  t0,
  version,
} from '../blocks/scenes.ts';

const people = { names, mentions: [] };
const late = t0 + 1e9;

function postsOf(steps: readonly Step[], now = late): readonly Post[] {
  const state = stateOf(steps);
  return posts({ state, log: log(steps), around: around(state) }, now).posts;
}

function thread(steps: readonly Step[]): readonly string[] {
  return postsOf(steps)
    .slice(1)
    .map((post) => `${post.key} ${read(drawPost(post, people).blocks)}`);
}

function pingsOf(steps: readonly Step[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    postsOf(steps)
      .filter(({ mentions }) => mentions.length > 0)
      .map(({ key, mentions }) => [key, mentions]),
  );
}

describe('the card', () => {
  const state = stateOf([opened('promotion')]);
  const young = { state, log: log([opened('promotion')]), around: around(state) };

  test('waits for the gathering to end, a minute at most, and says when to look again', () => {
    expect(posts(young, t0 + 1000)).toEqual({ posts: [], nextChange: t0 + cardAfterMs });
    expect(posts(young, t0 + cardAfterMs).posts.map(({ key }) => key)).toEqual(['card']);
    expect(posts(young, t0 + cardAfterMs).nextChange).toBeNull();
  });

  test('comes at once when gathering has ended', () => {
    expect(postsOf([opened('promotion'), gathered()], t0 + 1000)[0]?.key).toBe('card');
  });

  test('names reviewers of a review, the requester of what is blocked, nobody while it runs', () => {
    expect(postsOf(story('promotion', 'review'))[0]?.mentions).toEqual(['platform']);
    expect(postsOf([opened('promotion'), gathered()])[0]?.mentions).toEqual(['reviewers', 'platform']);
    expect(postsOf(story('promotion', 'blocked'))[0]?.mentions).toEqual([pat]);
    expect(postsOf(story('promotion', 'failed'))[0]?.mentions).toEqual([pat, 'platform']);
    for (const phase of ['gathering', 'approved', 'executing', 'watching', 'verified', 'rejected'] as const) {
      expect(postsOf(story('promotion', phase))[0]?.mentions).toEqual([]);
    }
  });
});

test('keys never change while a log grows, and none comes twice', () => {
  for (const phase of phases) {
    const steps = story('promotion', phase);
    let before: readonly string[] = [];
    for (let length = 2; length <= steps.length; length++) {
      const keys = postsOf(steps.slice(0, length)).map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.slice(0, before.length)).toEqual(before);
      before = keys;
    }
  }
});

describe('the thread', () => {
  test('says who approved and what is still needed', () => {
    expect(thread(story('promotion', 'review')).at(-1)).toMatch(
      /line:2 ✓ Approved by @Kim Example for @reviewers, .*1 of 2 approvals; needed: @platform/,
    );
  });

  test('folds the steps of an execution into one line', () => {
    const lines = thread(story('promotion', 'failed'));
    const checklists = lines.filter((text) => text.includes('Copy the version'));
    expect(checklists).toHaveLength(1);
    expect(checklists[0]).toContain('✓ Write the tags, 1.4 s');
    expect(checklists[0]).toContain('✗ Point champion at v9, try 3');
  });

  test('tells old and new when approvals are void, and asks anew once there is new evidence', () => {
    const voided: Step = [
      {
        kind: 'approvals-voided',
        v: 1,
        cause: 'champion-moved',
        was: digest('a'),
        now: null,
        changes: ['champion v8 → v10'],
        people: [kim],
      },
    ];
    const steps = [
      opened('promotion'),
      gathered(),
      approvedBy(kim, 'reviewers'),
      voided,
      gathered({ digest: digest('d'), champion: version(10) }),
    ];
    const text = thread(steps).join('\n');
    expect(text).toContain('Champion was moved from outside, so approvals start again');
    expect(text).toContain('champion v8 → v10');
    expect(text).toContain('@Kim Example');
    expect(pingsOf(steps)).toEqual({ card: ['reviewers', 'platform'], 'ping:4': ['reviewers', 'platform'] });
  });

  test('asks the reviewers once what was blocked has passed', () => {
    const steps = [
      opened('promotion'),
      gathered({ blocked: true, findings: failing }),
      gathered({ digest: digest('d') }),
    ];
    expect(pingsOf(steps)['ping:2']).toEqual(['reviewers', 'platform']);
  });

  test('says nothing about evidence that did not change', () => {
    const steps = [
      opened('promotion'),
      gathered({ blocked: true, findings: failing }),
      gathered({ blocked: true, findings: failing }),
    ];
    expect(thread(steps)).toHaveLength(1);
  });

  test('says once since when a step is tried again', () => {
    const retry = (attempt: number): Step => [
      {
        kind: 'step-retrying',
        v: 1,
        step: 'copy-version',
        direction: 'do',
        attempt,
        code: 'registry_unreachable',
        words: 'The registry does not answer.',
        nextTry: t0 + attempt,
        since: t0,
      },
    ];
    const run = [
      ...story('promotion', 'approved'),
      started('promotion'),
      begun('copy-version'),
      retry(1),
      begun('copy-version', 2),
      retry(2),
      begun('copy-version', 3),
      retry(3),
    ];
    expect(thread(run).filter((text) => text.includes('Trying again since'))).toHaveLength(1);
    const again: Step = [
      {
        kind: 'step-retrying',
        v: 1,
        step: 'copy-version',
        direction: 'do',
        attempt: 4,
        code: 'x',
        words: 'The registry does not answer.',
        nextTry: t0,
        since: t0 + 5,
      },
    ];
    expect(thread([...run, again]).filter((text) => text.includes('Trying again since'))).toHaveLength(2);
  });

  test('a failure calls the requester and those who can mend it, with what is live', () => {
    const steps = story('promotion', 'failed');
    const ping = postsOf(steps).find(({ key }) => key.startsWith('ping:'));
    expect(ping?.mentions).toEqual([pat, 'platform']);
    expect(ping === undefined ? '' : read(drawPost(ping, people).blocks)).toMatch(
      /Live now: v8.*403|403.*Live now: v8/s,
    );
  });

  test('the requester hears once that it is verified, and of a no', () => {
    expect(Object.values(pingsOf(story('promotion', 'verified')))).toEqual([[pat]]);
    for (const phase of ['rejected', 'expired', 'rolled-back'] as const) {
      expect(Object.values(pingsOf(story('promotion', phase)))).toEqual([[pat]]);
    }
    expect(pingsOf(story('promotion', 'withdrawn'))).toEqual({});
  });

  test('what waits for another release does not read like a puzzle', () => {
    const waiting: Step = [{ kind: 'waiting', v: 1, cause: 'lane-busy', words: release('b'), until: null }];
    const text = thread([...story('promotion', 'approved'), waiting, waiting]);
    expect(text.filter((line) => line.includes('another release goes first'))).toHaveLength(1);
  });

  test('a rollback to a version that was trusted before, verified or a baseline, is called neither watched nor verified', () => {
    const steps: readonly Step[] = [
      ...story('rollback', 'approved'),
      started('rollback'),
      ...done('rollback', null),
      [{ kind: 'went-live', v: 1, version: version(7), replaced: version(8), replacedSince: null, watchUntil: t0 }],
      [{ kind: 'verified', v: 1 }],
    ];
    expect(thread(steps).join('\n')).toContain('It was trusted here before, so it is not watched again.');
    expect(thread(steps).join('\n')).not.toContain('erified before');
    expect(thread(steps).join('\n')).not.toContain('Watched to the end');
  });

  test('stopped before anything live changed, stopped and put back, handed to a rollback', () => {
    const run = [
      ...story('promotion', 'approved'),
      complete,
      started('promotion'),
      ...done('promotion', 'set-champion'),
      begun('set-champion', 3),
      failedAt('set-champion'),
    ].filter((step) => step !== complete);
    const stopped = (liveTouched: boolean, handedTo: ReturnType<typeof release> | null): Step => [
      { kind: 'stopped', v: 1, liveTouched, live: handedTo === null ? version(8) : null, handedTo },
      signalbox,
    ];
    const asked: Step = [{ kind: 'put-back-requested', v: 1 }, by(lee)];
    const end = (step: Step) => read(postsOf([...run, asked, step]).map((post) => drawPost(post, people)));
    expect(end(stopped(false, null))).toMatch(/Stopped before anything live changed.*asked by @Lee Example/s);
    expect(end(stopped(true, null))).toMatch(/Rolled back: churn in production, v9 → v8.*v8 is live again since/s);
    expect(end(stopped(true, release('c')))).toMatch(/Stopped: .*Stopped for a rollback/s);
  });
});

const command = CommandId.parse('c1');

function entries(stream: StreamId, events: readonly ScopeEvent[], actor: Actor): Entry[] {
  return events.map((event, index) => ({
    seq: index + 1,
    stream,
    index,
    at: t0,
    command,
    by: actor,
    policy: 1,
    prev: digest('0'),
    event,
  }));
}

function scope(stream: StreamId, events: readonly ScopeEvent[], actor: Actor = by(kim)) {
  return scopePosts(stream, entries(stream, events, actor), ['platform']).map((post) => {
    const message = drawPost(post, people);
    expectMessage(message);
    return {
      key: post.key,
      place: post.place,
      mentions: post.mentions,
      text: read(message.blocks),
      buttons: labels(message).row,
    };
  });
}

describe('what happens around releases', () => {
  const lane = laneStream(stateOf([opened('promotion')]).lane);
  const moved: ScopeEvent = { kind: 'moved-outside', v: 1, alias: 'champion', from: version(8), to: version(10) };
  const pause = (cause: 'outside-move' | 'person' | 'rollback' | 'log-behind'): ScopeEvent => ({
    kind: 'paused',
    v: 1,
    cause,
    why: 'stock-taking <!channel>',
    until: null,
    release: null,
  });

  test('a foreign move is announced once: who is live, what was expected, that the lane is paused', () => {
    const [post, ...others] = scope(lane, [moved, pause('outside-move')]);
    expect(others).toEqual([]);
    expect(post).toMatchObject({ key: 'ping:0', place: 'lane', mentions: ['platform'], buttons: ['Resume…'] });
    for (const words of ['Moved from outside', 'Live now: v10. Expected: v8.', 'paused until someone resumes'])
      expect(post?.text).toContain(words);
  });

  test('once resumed the button is gone and the post says by whom', () => {
    const [post] = scope(lane, [moved, pause('outside-move'), { kind: 'resumed', v: 1, why: 'looked at it' }]);
    expect(post?.buttons).toEqual([]);
    expect(post?.text).toContain('looked at it');
    expect(post?.text).toContain('@Kim Example');
  });

  test('a pause by a person stands in the environment and pings nobody', () => {
    const [post] = scope(environmentStream('production'), [pause('person')]);
    expect(post).toMatchObject({ key: 'line:0', place: 'environment', mentions: [], buttons: ['Resume…'] });
    expect(post?.text).toContain('Rollbacks still go through');
  });

  test('a pause after a rollback is told on the cards, not again', () => {
    expect(scope(lane, [pause('rollback')])).toEqual([]);
  });

  test('a log behind its registry wakes somebody', () => {
    expect(scope(lane, [pause('log-behind')])[0]).toMatchObject({ key: 'ping:0', mentions: ['platform'] });
  });

  test.each<[string, StreamId, ScopeEvent, string, string]>([
    [
      'a baseline',
      lane,
      { kind: 'baseline-trusted', v: 1, version: version(8) },
      'lane',
      'v8 was live before Signalbox',
    ],
    ['nothing live', lane, { kind: 'baseline-trusted', v: 1, version: null }, 'lane', 'nothing is live'],
    [
      'a policy',
      policyStream,
      { kind: 'policy-activated', v: 1, number: 3, digest: digest('c') },
      'admin',
      'Policy 3 is active',
    ],
    [
      'a registry',
      registryStream('mlflow-prod'),
      { kind: 'registry-noted', v: 1, code: 'no-hooks', words: 'Webhooks are not allowed; polling.' },
      'admin',
      'polling',
    ],
  ])('%s', (_, stream, event, place, words) => {
    const [post] = scope(stream, [event], { kind: 'registry', name: 'mlflow-prod' });
    expect(post?.place).toBe(place);
    expect(post?.text).toContain(words);
  });
});

test('a baseline that somebody named says by whom; what is only observed says nothing', () => {
  const named: ScopeEvent = { kind: 'baseline-trusted', v: 1, version: version(8) };
  const byHand: ScopeEvent = { kind: 'moved-outside', v: 1, alias: 'champion', from: version(7), to: version(8) };
  const lane = laneStream(laneKey('churn', 'production'));
  expect(scope(lane, [named])[0]?.text).toMatch(/Trusted: .*churn in production v8, by @Kim Example/);
  expect(scope(lane, [{ ...named, mode: 'observe' }], signalbox)).toEqual([]);
  expect(scope(lane, [{ ...byHand, mode: 'observe' }], signalbox)).toEqual([]);
  const [advised] = scope(lane, [{ ...byHand, mode: 'advise' }], signalbox);
  expect(advised).toMatchObject({ key: 'line:0', mentions: [], buttons: [] });
  expect(advised?.text).toMatch(/Moved by hand: .*churn in production, v7 → v8/);
});

test('a rollback by on-call alone asks nobody', () => {
  const steps = [opened('rollback', { alone: true }), gathered()];
  expect(pingsOf(steps)).toEqual({});
  expect(thread(steps).join('\n')).toContain('On-call alone may roll back.');
});
