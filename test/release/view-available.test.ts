import { expect, test } from 'vitest';
import { available, type ReleaseVerb } from '../../src/release/available.ts';
import type { ReleaseCommand } from '../../src/release/command.ts';
import { decide } from '../../src/release/decide.ts';
import type { ReleaseFacts } from '../../src/release/facts.ts';
import { shortDigest } from '../../src/release/ids.ts';
import { emptyLane } from '../../src/release/lane.ts';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import { phases, type ReleaseState } from '../../src/release/state.ts';
import {
  by,
  digest,
  type Kind,
  kim,
  lee,
  log,
  opened,
  pat,
  type Step,
  signalbox,
  stateOf,
  story,
  t0,
} from '../blocks/scenes.ts';

const kinds: readonly Kind[] = ['promotion', 'rollback', 'adoption'];

function policy(state: ReleaseState): LanePolicy {
  return {
    number: 1,
    digest: digest('c'),
    lane: state.lane,
    model: state.model,
    environment: state.environment,
    pattern: 'deploy-model',
    path: ['staging', 'production'],
    registry: state.registry,
    registeredName: state.name,
    source: { environment: 'staging', registry: 'mlflow-staging', registeredName: 'churn' },
    channel: state.channel,
    owner: [],
    approvals: [],
    exclude: [],
    unknownPerson: 'one-more',
    rollback: { onCall: [], approvals: [] },
    may: { request: 'everybody', withdraw: 'everybody', stop: 'everybody', pause: 'everybody', resume: 'everybody' },
    opens: 'never',
    gates: [],
    notice: null,
    expiresMs: 1,
    watchMs: 1,
    giveUpAfterMs: 1,
    groups: {},
    people: {},
  };
}

function facts(state: ReleaseState): ReleaseFacts {
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
    pauses: [],
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
      return { kind: verb, release };
    default:
      return null;
  }
}

const verbs: readonly ReleaseVerb[] = [
  'approve',
  'reject',
  'withdraw',
  'check-again',
  'stop',
  'retry',
  'put-back',
  'abandon',
];

function accepted(state: ReleaseState): readonly ReleaseVerb[] {
  return verbs.filter((verb) => {
    const command = commandOf(verb, state);
    return command !== null && decide(facts(state), lee, command).kind === 'accepted';
  });
}

function offered(state: ReleaseState): readonly ReleaseVerb[] {
  const all = available(state);
  return verbs.filter((verb) => all.includes(verb));
}

const leaving: Step = [{ kind: 'stop-requested', v: 1, forRollback: null }, by(lee)];
const putBack: Step = [{ kind: 'put-back-requested', v: 1 }, by(lee)];

const scenes: readonly (readonly [string, readonly Step[]])[] = [
  ...kinds.flatMap((kind) => phases.map((phase) => [`${kind}, ${phase}`, story(kind, phase)] as const)),
  ['a stop that was asked for', [...story('promotion', 'executing'), leaving]],
  ['a put back that was asked for', [...story('promotion', 'failed'), putBack]],
  ['a request that nobody opened', [[opened('promotion')[0], signalbox]]],
];

test.each(scenes)('buttons are exactly what would be accepted: %s', (_, steps) => {
  const state = stateOf(steps);
  expect(log(steps).length).toBe(state.length);
  expect(offered(state)).toEqual(accepted(state));
});
