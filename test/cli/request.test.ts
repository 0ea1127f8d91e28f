import { expect, test } from 'vitest';
import { approveRelease } from '../../blocks/actions.ts';
import { requestAt, type Wanted } from '../../src/cli/request.ts';
import { versionAsked } from '../../src/cli/target.ts';
import { productionPolicy, registered } from '../features/gated.ts';
import { type Stage, stage } from '../features/support.ts';
import { until } from '../support/until.ts';
import { deskOn, heard } from './calling.ts';

const people = 'people: { "ci-bot@corp.example": machine, "pat.git@corp.example": U0PAT }\n';

async function production(written: Parameters<typeof productionPolicy>[0] = {}) {
  const text = people + productionPolicy(written);
  const on = await stage({ policy: text });
  const desk = await deskOn(on, text);
  return { on, desk, ask: (more: Partial<Wanted> = {}) => heard(() => requestAt(desk, { ...usual(), ...more })) };
}

function usual(): Wanted {
  return {
    asked: version('1'),
    at: null,
    reuse: null,
    person: 'U0PAT',
    because: 'better recall',
    via: 'ci',
    id: null,
    wait: null,
    json: false,
  };
}

function version(number: string, environment?: string): Wanted['asked'] {
  const asked = versionAsked(`churn@${number}`, environment);
  if (asked === null) throw new Error('no version');
  return asked;
}

async function open(on: Stage) {
  const [one] = (await on.store.lane(on.lane('production'))).open;
  return one === undefined ? null : on.store.release(one.release);
}

test('a release is opened for the person named, by the same door, and its card says how it was asked for', async () => {
  const { on, ask } = await production();
  registered(on, 0.91);
  const { code, out } = await ask();
  const state = await open(on);
  expect({ code, out }).toEqual({
    code: 0,
    out: `${state?.id}  churn production v1 → production, gathering\nOpened. The card comes when the evidence is read, after a minute at most.\nIts card comes in C0PROD.\n`,
  });
  expect(state?.opened).toMatchObject({ by: { kind: 'person', id: 'U0PAT' }, via: 'ci', reason: 'better recall' });
  await on.settle();
  expect(on.seen('kim')).toContain('Review: churn v1');
  expect(on.seen('kim')).toMatch(/Asked by .{0,40}through ci, /s);
  await on.press('pat', approveRelease);
  expect(on.told('pat').at(-1)).toContain('someone else has to approve it');
});

test('twice is once, also in other words and while the first still runs; another id asks anew', async () => {
  const { on, ask } = await production();
  registered(on, 0.91);
  const first = await ask({ json: true });
  const second = await ask({ json: true, because: 'the job was tried again' });
  expect(JSON.parse(second.out).release).toBe(JSON.parse(first.out).release);
  expect(await on.inbox.oldest()).toBeNull();
  await on.settle();
  expect(JSON.parse((await ask({ json: true })).out)).toMatchObject({ v: 1, phase: 'review', channel: 'C0PROD' });
  expect(JSON.parse((await ask({ json: true, id: 'run-8' })).out)).toMatchObject({ outcome: 'already-open' });
  await on.choose('pat', 'withdraw');
  await on.submit('pat');
  const again = await ask();
  expect(again.out).toContain('This was asked for before: it was withdrawn.');
  expect(again.out).toContain('give it an id of its own: --id');
  expect(JSON.parse((await ask({ json: true, id: 'run-9' })).out)).toMatchObject({ outcome: 'opened' });
});

test.each([
  ['pat.git@corp.example', 0, 'Opened.'],
  ['ci-bot@corp.example', 2, 'is a machine. Name the person'],
  ['nobody@corp.example', 2, 'Nobody knows who nobody@corp.example is'],
  ['Pat', 2, 'Write a Slack member id such as U0PAT'],
  ['U0GUS', 1, 'Guests cannot decide about releases'],
  ['U0SID', 1, 'Only members of this workspace'],
])('on behalf of %s', async (person, code, words) => {
  const { on, ask } = await production();
  registered(on, 0.91);
  const told = await ask({ person });
  expect(told.code).toBe(code);
  expect(told.out + told.err).toContain(words);
});

test.each([
  [{ here: ['may: { request: [reviewers] }'] }, {}, 'You cannot request here. Can: @reviewers.'],
  [{ model: ['mode: observe'] }, {}, 'This model is only observed'],
  [{}, { asked: version('9') }, 'There is no churn@v9'],
  [{}, { asked: version('1', 'moon') }, 'Possible: production'],
])('a request that the policy refuses ends with 1 and says what would work', async (written, more, words) => {
  const { on, ask } = await production(written);
  registered(on, 0.91);
  const told = await ask(more);
  expect(told).toMatchObject({ code: 1, out: expect.stringContaining(words) });
  expect(await open(on)).toBeNull();
});

test('it waits for the review with a line for each change, and for more than that until it is live', async () => {
  const { on, ask } = await production();
  registered(on, 0.91);
  const waiting = ask({ wait: 'review' });
  await until(async () => (await open(on)) !== null);
  await on.settle();
  const told = await waiting;
  expect(told.code).toBe(0);
  expect(told.err).toMatch(/is being read[\s\S]*waits for approvals\n$/);
  const live = ask({ wait: 'live' });
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  await on.settle();
  expect(await live).toMatchObject({ code: 0, err: expect.stringContaining('is live and being watched') });
});

test('what is blocked ends the wait with 1 and names the gates', async () => {
  const { on, ask } = await production();
  registered(on, 0.5);
  const waiting = ask({ wait: 'review' });
  await until(async () => (await open(on)) !== null);
  await on.settle();
  expect(await waiting).toMatchObject({
    code: 1,
    err: expect.stringContaining('auc ≥ 0.80: `auc` 0.50, needs ≥ 0.80.'),
  });
});

test('what was only advised on does not stand in the way once the model is enforced', async () => {
  const text = productionPolicy({ model: ['mode: advise'] }).replace('opens: never', 'opens: candidate');
  const on = await stage({ policy: text });
  await on.alias('prod', 'candidate', registered(on, 0.91));
  const advised = await open(on);
  expect(advised).toMatchObject({ mode: 'advise', phase: 'review' });
  const desk = await deskOn(on, text.replace('mode: advise', 'mode: enforce'));
  const told = await heard(() => requestAt(desk, usual()));
  expect(told).toMatchObject({ code: 0, out: expect.stringContaining('Opened.') });
  expect(await open(on)).toMatchObject({ mode: 'enforce', opened: { via: 'ci' } });
  expect(await on.store.release(advised?.id ?? fail())).toMatchObject({ phase: 'concluded' });
});

function fail(): never {
  throw new Error('nothing was advised on');
}
