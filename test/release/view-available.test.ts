import { expect, test } from 'vitest';
import { available, type ReleaseVerb } from '../../src/release/available.ts';
import type { ReleaseCommand } from '../../src/release/command.ts';
import { decide } from '../../src/release/decide.ts';
import type { VerdictStatus } from '../../src/release/evidence.ts';
import type { ReleaseFacts } from '../../src/release/facts.ts';
import { type PersonId, shortDigest } from '../../src/release/ids.ts';
import { emptyLane } from '../../src/release/lane.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import { type Phase, phases, type ReleaseState } from '../../src/release/state.ts';
import { boxes, gatedScenes } from '../blocks/gated-scenes.ts';
import {
  by,
  digest,
  findings,
  gathered,
  type Kind,
  kim,
  lee,
  log,
  opened,
  pat,
  requirements,
  type Step,
  signalbox,
  stateOf,
  story,
  t0,
} from '../blocks/scenes.ts';
import { noWorkings } from '../fakes/workings.ts';

const kinds: readonly Kind[] = ['promotion', 'rollback', 'adoption'];

function policy(state: ReleaseState): LanePolicy {
  return {
    number: 1,
    digest: digest('c'),
    lane: state.lane,
    model: state.model,
    environment: state.environment,
    ...noWorkings,
    pattern: 'deploy-model',
    path: ['staging', 'production'],
    registry: state.registry,
    registeredName: state.name,
    source: { environment: 'staging', registry: 'mlflow-staging', registeredName: 'churn' },
    channel: state.channel,
    owner: [],
    approvals: requirements.rules,
    exclude: [],
    unknownPerson: 'one-more',
    rollback: { onCall: [], approvals: [] },
    may: { request: 'everybody', withdraw: 'everybody', stop: 'everybody', pause: 'everybody', resume: 'everybody' },
    opens: 'never',
    gates: [],
    mode: state.mode,
    breakGlass: [],
    checklist: {},
    remindMs: [],
    reevaluateMs: null,
    calendar: [],
    show: [],
    team: null,
    notice: null,
    expiresMs: 1,
    watchMs: 1,
    giveUpAfterMs: 1,
    groups: {},
    people: {},
  };
}

/** Paused as the release says that it is: a card that waits is drawn while the pause holds. */
function facts(state: ReleaseState): ReleaseFacts {
  const paused = state.waiting?.cause === 'paused';
  return {
    state,
    lane: emptyLane(state.lane),
    policy: policy(state),
    electorate: {
      standing: new Map([pat, kim, lee].map((id) => [id, 'member'] as const)),
      members: new Map([
        ['reviewers', [kim]],
        ['platform', [lee]],
      ]),
      unread: new Map(),
    },
    pauses: paused ? [{ cause: 'person', by: by(pat), at: t0, why: 'stock-taking', until: null, release: null }] : [],
    others: new Map(),
    now: t0,
  };
}

/** The command behind a verb, or null where the verb only shows something or opens another release. */
function commandOf(verb: ReleaseVerb, { id: release, evidence }: ReleaseState): ReleaseCommand | null {
  const shown = shortDigest(evidence?.digest ?? digest('0'));
  switch (verb) {
    case 'approve':
      return { kind: verb, release, evidence: shown, note: null };
    case 'approve-with-note':
      return { kind: 'approve', release, evidence: shown, note: 'looked at the slices', checked: [...boxes] };
    case 'accept-verdicts':
      return { kind: verb, release, evidence: shown, reason: 'measured by hand' };
    case 'close-follow-up':
      return { kind: verb, release, note: 'looked at it' };
    case 'reject':
      return { kind: verb, release, evidence: shown, reason: 'too weak' };
    case 'withdraw':
      return { kind: verb, release, reason: null };
    case 'abandon':
      return { kind: verb, release, reason: 'mended by hand' };
    case 'check-again':
    case 'stop':
    case 'retry':
    case 'put-back':
    case 'take-back':
      return { kind: verb, release };
    default:
      return null;
  }
}

const verbs: readonly ReleaseVerb[] = [
  'approve-with-note',
  'accept-verdicts',
  'take-back',
  'close-follow-up',
  'reject',
  'withdraw',
  'check-again',
  'stop',
  'retry',
  'put-back',
  'abandon',
];

/** Verbs that somebody's word would be accepted for. */
function accepted(state: ReleaseState): readonly ReleaseVerb[] {
  return verbs.filter((verb) => people.some((person) => accepts(state, verb, person)));
}

const people: readonly PersonId[] = [pat, kim, lee];

function accepts(state: ReleaseState, verb: ReleaseVerb, person: PersonId): boolean {
  const command = commandOf(verb, state);
  return command !== null && decide(facts(state), person, command).kind === 'accepted';
}

/** A yes with boxes and a yes in one click are the same word: either button offers it. */
function offered(state: ReleaseState): readonly ReleaseVerb[] {
  const all = available(state).map((verb) => (verb === 'approve' ? 'approve-with-note' : verb));
  return verbs.filter((verb) => all.some((one) => one === verb));
}

const leaving: Step = [{ kind: 'stop-requested', v: 1, forRollback: null }, by(lee)];
const putBack: Step = [{ kind: 'put-back-requested', v: 1 }, by(lee)];
const waits: Step = [{ kind: 'waiting', v: 1, cause: 'paused', words: 'stock-taking', until: null }];
const review = story('promotion', 'review');

function verdicts(...statuses: readonly VerdictStatus[]): Step {
  const all = statuses.map((status, at) => ({ gate: `gate ${at}`, status, reason: 'because', cure: null }));
  return gathered({ blocked: true, findings: { ...findings, verdicts: all } });
}

const letPass: Step = [
  {
    kind: 'verdicts-accepted',
    v: 1,
    evidence: digest('a'),
    gates: ['gate 0'],
    groups: ['platform'],
    reason: 'measured by hand',
    unblocks: false,
  },
  by(lee),
];

const followUp: Step = [{ kind: 'follow-up-opened', v: 1, why: 'break-glass', dueAt: t0 + 1 }];
const looked: Step = [{ kind: 'follow-up-closed', v: 1, note: 'all is well' }, by(lee)];

/** The same story under another opening. */
function as(over: Parameters<typeof opened>[1], [, ...steps]: readonly Step[]): readonly Step[] {
  return [opened('promotion', over), ...steps];
}

const optional = { ...requirements, rules: requirements.rules.map((rule) => ({ ...rule, required: false })) };
const advised: readonly Phase[] = ['gathering', 'blocked', 'review', 'withdrawn', 'expired', 'concluded'];
const pushed: readonly Phase[] = ['gathering', 'executing', 'failed', 'watching', 'verified', 'withdrawn'];

const scenes: readonly (readonly [string, readonly Step[]])[] = [
  ...kinds.flatMap((kind) => phases.map((phase) => [`${kind}, ${phase}`, story(kind, phase)] as const)),
  ...advised.map((phase) => [`advice, ${phase}`, as({ mode: 'advise' }, story('promotion', phase))] as const),
  ...pushed.map((phase) => [`break-glass, ${phase}`, as({ breakGlass: true }, story('promotion', phase))] as const),
  ...Object.entries(gatedScenes).map(([name, { steps }]) => [name, steps] as const),
  ['a stop that was asked for', [...story('promotion', 'executing'), leaving]],
  ['a put back that was asked for', [...story('promotion', 'failed'), putBack]],
  ['a request that nobody opened', [[opened('promotion')[0], signalbox]]],
  ['a review that waits for a pause to end', [opened('promotion'), gathered(), waits]],
  ['a review with an approval that waits', [...review, waits]],
  ['approved, and waiting', [...story('promotion', 'approved'), waits]],
  ['one that cannot be compared', [opened('promotion'), verdicts('pass', 'not-comparable')]],
  ['one that cannot be told, and one that failed', [opened('promotion'), verdicts('cannot-tell', 'fail')]],
  ['one that failed, the other accepted', [opened('promotion'), verdicts('cannot-tell', 'fail'), letPass]],
  ['only what failed or is missing', [opened('promotion'), verdicts('fail', 'missing', 'nan')]],
  [
    'nobody who has to say yes',
    [
      opened('promotion'),
      gathered({ blocked: true, requirements: optional, findings: { ...findings, verdicts: [unknown()] } }),
    ],
  ],
  [
    'a checklist',
    [opened('promotion'), gathered({ requirements: { ...requirements, checklist: { reviewers: boxes } } })],
  ],
  ['a review that is owed', [...as({ breakGlass: true }, story('promotion', 'watching')), followUp]],
  ['a review that is owed, later', [...as({ breakGlass: true }, story('promotion', 'verified')), followUp]],
  ['a review that was closed', [...as({ breakGlass: true }, story('promotion', 'verified')), followUp, looked]],
];

function unknown() {
  return { gate: 'gate', status: 'cannot-tell' as const, reason: 'because', cure: null };
}

test.each(scenes)('buttons are exactly what would be accepted: %s', (_, steps) => {
  const state = stateOf(steps);
  expect(log(steps).length).toBe(state.length);
  expect(offered(state)).toEqual(accepted(state));
});

test('one click is offered only where it is enough for everybody who may say yes', () => {
  const states = scenes.map(([, steps]) => stateOf(steps)).filter((state) => available(state).includes('approve'));
  expect(states.length).toBeGreaterThan(1);
  for (const state of states)
    for (const person of people)
      expect(accepts(state, 'approve', person)).toBe(accepts(state, 'approve-with-note', person));
});
