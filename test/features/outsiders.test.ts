import { expect, test } from 'vitest';
import { approveRelease, requestNext } from '../../blocks/actions.ts';
import { ReleaseError } from '../../src/errors.ts';
import type { OutsideChecks } from '../../src/ports-outside.ts';
import type { CheckAnswer } from '../../src/release/gate-facts.ts';
import { outsidersOf } from '../fakes/outsiders.ts';
import { policyText, type Stage, stage } from './support.ts';

const watchMs = 31 * 60_000;
const policy = policyText.replace(
  '      - { metric: auc, min: 0.80 }\n',
  '      - { metric: auc, min: 0.80 }\n      - { http: "https://risk.example/check", name: risk }\n',
);

/** A team's check that a test can change its mind, or take down. */
function played() {
  const team: { answer: CheckAnswer | ReleaseError; documents: object[] } = {
    answer: { status: 'pass', reason: 'Within limits.' },
    documents: [],
  };
  const checks: OutsideChecks = {
    async ask(_check, document) {
      team.documents.push(document);
      if (team.answer instanceof ReleaseError) throw team.answer;
      return team.answer;
    },
  };
  return { team, outsiders: outsidersOf({ checks }) };
}

async function requested(
  answer?: CheckAnswer | ReleaseError,
): Promise<{ on: Stage } & Pick<ReturnType<typeof played>, 'team'>> {
  const { team, outsiders } = played();
  const on = await stage({ policy, outsiders });
  on.version(0.91);
  await on.type('pat', 'promote churn@1 to staging');
  await on.settle(watchMs);
  if (answer !== undefined) team.answer = answer;
  await on.press('pat', requestNext);
  return { on, team };
}

const stateOf = async (on: Stage) => {
  const [id] = await on.store.history(on.lane('production'), 1);
  return id === undefined ? null : on.store.release(id);
};

const down = new ReleaseError('check_unreachable');

test('a team’s own check judges like any other gate, and is told of which release it speaks', async () => {
  const { on, team } = await requested({ status: 'fail', reason: 'Too many <!here> refusals.' });
  expect((await stateOf(on))?.phase).toBe('blocked');
  expect(on.seen('pat')).toContain('Too many <!here> refusals.');
  expect(team.documents.at(-1)).toMatchObject({ v: 1, environment: 'production', release: (await stateOf(on))?.id });
  expect(on.slack.seenBy('lee').pings).toEqual([]);
});

test('rule 6: while it is down nothing is judged, and the card says what is waited for', async () => {
  const { on, team } = await requested(down);
  expect(await stateOf(on)).toMatchObject({ phase: 'gathering', gathering: { note: down.reply, unreachable: true } });
  team.answer = { status: 'pass', reason: 'Within limits.' };
  await on.settle(5 * 60_000);
  expect((await stateOf(on))?.phase).toBe('review');
});

test('rule 6: an outage keeps what was recorded, evidence and approvals', async () => {
  const { on, team } = await requested();
  await on.press('kim', approveRelease);
  const before = await stateOf(on);
  team.answer = down;
  await on.settle(10 * 60_000);
  const after = await stateOf(on);
  expect(after).toMatchObject({ phase: 'review', evidence: before?.evidence, approvals: before?.approvals });
});

test('rule 3: it is asked once more right before the execution: another answer voids, an outage delays', async () => {
  const { on, team } = await requested();
  await on.press('kim', approveRelease);
  team.answer = down;
  await on.press('plat', approveRelease);
  expect(await stateOf(on)).toMatchObject({ phase: 'approved' });
  expect(on.model('prod')?.aliases.get('champion')).toBeUndefined();
  team.answer = { status: 'fail', reason: 'Not any more.' };
  await on.settle(5 * 60_000);
  expect(await stateOf(on)).toMatchObject({ phase: 'blocked', approvals: [] });
  expect(on.model('prod')?.aliases.get('champion')).toBeUndefined();
});

test('a check of what nobody asked for names no release', async () => {
  const { team, outsiders } = played();
  const on = await stage({ policy, outsiders });
  on.version(0.91);
  await on.type('pat', 'check churn@1 to staging');
  expect(team.documents).toHaveLength(1);
  expect(team.documents[0]).not.toHaveProperty('release');
});
