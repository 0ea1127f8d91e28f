import { expect, test } from 'vitest';
import { liveVersion, production, registered } from './gated.ts';
import type { Stage } from './support.ts';

const gates = ['{ metric: auc, min: 0.80 }', '{ improves: auc, by: 0.005 }'];

async function oneLive(): Promise<Stage> {
  const on = await production({ gates, here: ['checklist: { reviewers: ["I looked"] }'] });
  return on;
}

/** Everything that is stored, but for what every delivery leaves behind. */
async function stored(on: Stage): Promise<readonly string[]> {
  return (await on.db.redis.keys('*')).sort();
}

test('a check says what would happen, gate by gate, and who could approve', async () => {
  const on = await oneLive();
  registered(on, 0.91);
  await on.type('pat', 'check churn@1 to production');
  const told = on.told('pat').at(-1) ?? '';
  for (const words of [
    'Nothing was opened',
    'It would go to review',
    'Live now: nothing',
    '2 passed: ',
    '1 of ',
    '@kim, @lee',
    '(required)',
    '@plat',
    '1 box to tick',
  ])
    expect(told).toContain(words);
});

test('a check of something bad names bound and cure, and says that it would be blocked', async () => {
  const on = await oneLive();
  registered(on, 0.5);
  await on.type('pat', 'check churn@1');
  const told = on.told('pat').at(-1) ?? '';
  expect(told).toContain('It would be blocked: 1 of 2 gates would not pass');
  expect(told).toContain('needs ≥ 0.80');
  expect(told).toContain('Register a better version');
});

test('a check creates nothing: no release, no card, no evidence, no wake-up', async () => {
  const on = await production({ gates });
  await liveVersion(on, 0.9, 'march');
  const version = registered(on, 0.91, 'march');
  const lane = await on.store.lane(on.lane('production'));
  await on.type('kim', 'pending');
  const [before, cards] = [await stored(on), on.slack.seenBy('kim').channels['prod']?.length];
  await on.type('pat', `check churn@${version} to production`);
  expect(on.told('pat').at(-1)).toContain('It would go to review');
  expect(await on.store.lane(on.lane('production'))).toEqual(lane);
  expect(on.slack.seenBy('kim').channels['prod']?.length).toBe(cards);
  expect(await stored(on)).toEqual(before);
});

test('a check says what it would wait for, what is open already, and why it would not be opened', async () => {
  const on = await production({ gates });
  await liveVersion(on, 0.9);
  const version = registered(on, 0.91);
  await on.type('pat', 'pause production because stock-taking');
  await on.type('pat', `check churn@${version} to production`);
  expect(on.told('pat').at(-1)).toContain('It would wait.');
  expect(on.told('pat').at(-1)).toContain('stock-taking');
  await on.type('pat', `promote churn@${version} to production`);
  await on.type('lee', `check churn@${version} to production`);
  expect(on.told('lee').at(-1)).toContain('It is open already: r-');
  await on.type('pat', 'check churn@1 to production');
  expect(on.told('pat').at(-1)).toContain('It would not be opened. ');
  expect(on.told('pat').at(-1)).toContain('is live there already');
});

test('a check of a lane that nobody has looked at yet says what was there before', async () => {
  const on = await production({ gates });
  const before = registered(on, 0.9, 'march');
  on.model('prod')?.aliases.set('champion', before);
  const version = registered(on, 0.91, 'march');
  await on.type('pat', `check churn@${version}`);
  expect(on.told('pat').at(-1)).toContain('Live now: v1, before Signalbox');
  await on.type('pat', `check churn@${before}`);
  expect(on.told('pat').at(-1)).toContain('It would not be opened. ');
});

test.each([
  ['check chrun@1', 'Did you mean churn?'],
  ['check churn@99', 'There is no'],
  ['check churn@1 to nowhere', 'Possible'],
])('%s', async (typed, words) => {
  const on = await oneLive();
  registered(on, 0.91);
  await on.type('pat', typed);
  expect(on.told('pat').at(-1)).toContain(words);
});

test('the policy of a lane in words', async () => {
  const on = await production({
    gates: [...gates, '{ metric: f1, min: 0.5, mode: off, because: "nobody logs it yet" }'],
    here: [
      'break-glass: [U0OTTO]',
      'remind: [24h]',
      'calendar: [{ closed: "Fri 16:00 - Mon 08:00", zone: Europe/Berlin, why: "nobody is here" }]',
      'checklist: { reviewers: ["I looked at the slices"] }',
    ],
  });
  await on.type('kim', 'policy churn');
  const told = on.told('kim').at(-1) ?? '';
  for (const words of [
    'Policy of ',
    '1 of ',
    '(required)',
    'Cannot count: whoever asks',
    'I looked at the slices',
    'Gates: 3',
    'auc ≥ 0.80',
    'nobody logs it yet',
    'reminded after 1 d',
    'every week from Fri 16:00 to Mon 08:00',
    'Break-glass: ',
    '@otto',
    'watched for 30 min',
    'alone to the last verified version',
  ])
    expect(told).toContain(words);
});

test('a model that is only advised on says so', async () => {
  const on = await production({ model: ['mode: advise'] });
  await on.type('kim', 'policy churn in production');
  expect(on.told('kim').at(-1)).toContain('Only advised on');
  registered(on, 0.91);
  await on.type('kim', 'check churn@1 to production');
  expect(on.told('kim').at(-1)).toContain('This model is advised on');
});
