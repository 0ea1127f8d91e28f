import { expect, test } from 'vitest';
import { filePosts } from '../../src/release/posts-files.ts';
import { logPosts } from '../../src/release/posts-logs.ts';
import { threadPosts } from '../../src/release/posts-thread.ts';
import { isReleaseEvent } from '../../src/release/release-entries.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { view } from '../../src/release/view.ts';
import type { Around } from '../../src/release/view-shape.ts';
import type { Line } from '../../src/release/view-words.ts';
import { loggedAt, made, minute, type TrainingStage, trainingStage } from '../queue/training.ts';
import { people } from '../world/policy.ts';

function around(it: TrainingStage): Around {
  const lane = [...it.world.memory.lanes.values()].find((one) => one.lane === it.state().lane);
  if (lane === undefined) throw new Error('no lane');
  const none = { pauses: [], next: null, label: null, notice: null };
  return { lane, path: ['staging', 'production'], rescuers: ['platform'], ...none };
}

function said(words: Line): string {
  return words
    .map((leaf) => ('text' in leaf ? leaf.text : leaf.kind === 'link' ? `<${leaf.url}>` : `(${leaf.kind})`))
    .join('');
}

function logOf(it: TrainingStage) {
  return it.world.memory.chain.flatMap((entry) => {
    const { event } = entry;
    return entry.stream === releaseStream(it.state().id) && isReleaseEvent(event) ? [{ ...entry, event }] : [];
  });
}

/** The thread, a line of text each. */
function thread(it: TrainingStage): readonly string[] {
  const posts = threadPosts({ state: it.state(), log: logOf(it), around: around(it) });
  return posts.flatMap(({ content }) => (content.kind === 'line' ? content.line.lines.map(said) : []));
}

const ended = { kind: 'succeeded', url: 'https://ci.example/7' } as const;

test('the thread tells of a training once: begun, where to look, waiting, ended, what it made, how that was judged', async () => {
  const it = await trainingStage();
  await it.approved();
  it.training().state = { kind: 'running', words: 'epoch 1', url: 'https://ci.example/7' };
  await it.pass(minute);
  it.training().state = { kind: 'running', words: 'epoch 2', url: 'https://ci.example/7' };
  await it.pass(10 * minute);
  it.training().state = { kind: 'waiting', words: '*@here* must <approve>', url: 'https://ci.example/7' };
  await it.pass(10 * minute);
  expect(view(it.state(), around(it)).body.map(said).join('\n')).toContain('*@here* must <approve>');
  const version = made(it.world, it.training(), 0.89);
  it.training().state = ended;
  await it.pass(10 * minute);
  const lines = thread(it);
  const once = (words: string) => expect(lines.filter((one) => one.includes(words))).toHaveLength(1);
  once('Training in production at c0ffee0 began');
  once('<https://ci.example/7>');
  once('*@here* must <approve>');
  once('Trained in 21 min.');
  once(`It registered v${version} in production.`);
  once(`v${version} was judged: 1 of 1 gates passed. auc 0.89, reviewed 0.90.`);
  expect(lines.filter((one) => one.includes('epoch'))).toEqual([]);
});

test('what others print is outside text wherever it stands', async () => {
  const it = await trainingStage();
  await it.approved();
  it.training().state = { kind: 'failed', words: '<!channel> *boom*', url: null };
  await it.pass(2 * minute);
  const leaves = view(it.state(), around(it)).body.flat();
  const boom = leaves.filter((leaf) => 'text' in leaf && leaf.text.includes('<!channel>'));
  expect(boom.map(({ kind }) => kind)).toEqual(['outside']);
});

test.each<[state: Parameters<typeof fails>[1], advice: string]>([
  [{ kind: 'failed', words: 'out of memory', url: null }, 'Retry trains once more.'],
  [{ kind: 'lost', words: 'There is none.' }, 'Retry trains once more.'],
  [ended, 'Retry looks again, and does not train.'],
])('a card whose training %j says what Retry does', async (state, advice) => {
  const it = await trainingStage();
  await fails(it, state);
  expect(view(it.state(), around(it)).body.map(said).join(' ')).toContain(advice);
});

async function fails(it: TrainingStage, state: ReturnType<TrainingStage['training']>['state']): Promise<void> {
  await it.approved();
  it.training().state = state;
  await it.pass(2 * minute);
  expect(it.state().phase).toBe('failed');
}

test('approving says that it trains and how long that took last; once trained, it says so no more', async () => {
  const it = await trainingStage({ model: ', pattern: deploy-code, tolerance: { auc: 0.01 }' });
  const confirm = (more: Partial<Around> = {}) =>
    said(
      view(it.state(), { ...around(it), ...more }).buttons.find(({ verb }) => verb === 'approve')?.confirm?.words ?? [],
    );
  expect(confirm()).toContain('Starts a training run in production.');
  expect(confirm({ lastTrainingMs: 41 * minute })).toContain(
    'Starts a training run in production; the last one took 41 min.',
  );
  await it.approved();
  expect(
    said(view(it.state(), around(it)).buttons.find(({ verb }) => verb === 'stop')?.confirm?.words ?? []),
  ).toContain('The training is ended');
  made(it.world, it.training(), 0.85);
  it.training().state = ended;
  await it.pass(2 * minute);
  expect(it.state().phase).toBe('review');
  expect(confirm()).not.toContain('training run');
  expect(view(it.state(), around(it)).metrics.rows[0]).toMatchObject({ name: 'auc', value: '0.85', reviewed: '0.90' });
  expect(thread(it).join('\n')).toContain('auc reviewed 0.90, trained 0.85, allowed ±0.01');
});

test('each training that has ended leaves its log in the thread, also one that was stopped', async () => {
  const it = await trainingStage();
  await fails(it, { kind: 'failed', words: 'out of memory', url: null });
  expect(logPosts(it.state(), logOf(it)).map(({ key }) => key)).toEqual([`log:${it.state().id}-1`]);
  await it.ask(people.own, { kind: 'retry', release: it.state().id });
  await it.pass(minute);
  expect(logPosts(it.state(), logOf(it))).toHaveLength(1);
  await it.ask(people.own, { kind: 'stop', release: it.state().id });
  await it.pass(2 * minute);
  const files = filePosts({ state: it.state(), log: logOf(it) }, [], 'with-logs');
  expect(files.map(({ key }) => key)).toEqual([`log:${it.state().id}-1`, `log:${it.state().id}-2`]);
  expect(filePosts({ state: it.state(), log: logOf(it) }, [])).toEqual([]);
});

test('nothing of another release is said where nothing trains', async () => {
  const it = await trainingStage({ model: '' }, loggedAt(0.9));
  await it.approved();
  await it.pass(10 * minute);
  expect(it.state().phase).toBe('verified');
  expect(thread(it).filter((one) => /train/i.test(one))).toEqual([]);
});
