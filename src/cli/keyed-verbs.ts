import { adopt } from './adopt.ts';
import { approve } from './approve.ts';
import { makeKey } from './key.ts';
import { onOne } from './on-one.ts';
import { pause, resume } from './pausing.ts';
import { promote } from './promote.ts';
import { retrain } from './retrain.ts';
import { rollBack } from './rollback.ts';
import type { Verb } from './verb.ts';

/** What a person does here whom a key proves: the same as in Slack, also while Slack is away. */
export const keyedVerbs: readonly Verb[] = [
  {
    words: ['promote'],
    takes:
      'MODEL[@V] [--to ENVIRONMENT] [--at COMMIT] [--reuse V] [--because TEXT] [--wait review|live] [--id KEY] [--by-hand] [--json]',
    does: 'asks for a version to go live',
    unknown: 2,
    run: promote,
  },
  {
    words: ['approve'],
    takes: 'RELEASE [--evidence DIGEST] [--note TEXT] [--checked BOX …] [--id KEY] [--json]',
    does: 'shows exactly what is approved, asks, and says yes to that',
    unknown: 2,
    run: approve,
  },
  {
    words: ['reject'],
    takes: 'RELEASE --because TEXT [--id KEY] [--json]',
    does: 'says no, with the reason',
    unknown: 2,
    run: onOne('reject'),
  },
  {
    words: ['withdraw'],
    takes: 'RELEASE [--because TEXT] [--id KEY] [--json]',
    does: 'takes a request back before it starts',
    unknown: 2,
    run: onOne('withdraw'),
  },
  {
    words: ['rollback'],
    takes:
      'MODEL[@V] [--in ENVIRONMENT] --because TEXT [--retrain] [--yes] [--wait] [--id KEY] [--rehearse] [--by-hand] [--json]',
    does: 'puts an earlier version back, after a look at what that does',
    unknown: 2,
    run: rollBack,
  },
  {
    words: ['retrain'],
    takes: 'MODEL [--in ENVIRONMENT] --because TEXT [--id KEY] [--json]',
    does: 'trains the commit of what is live once more, for people to review',
    unknown: 2,
    run: retrain,
  },
  {
    words: ['stop'],
    takes: 'RELEASE [--yes] [--id KEY] [--json]',
    does: 'stops what is being carried out',
    unknown: 2,
    run: onOne('stop'),
  },
  {
    words: ['retry'],
    takes: 'RELEASE [--id KEY] [--json]',
    does: 'tries the failed step again',
    unknown: 2,
    run: onOne('retry'),
  },
  {
    words: ['put-back'],
    takes: 'RELEASE [--yes] [--id KEY] [--json]',
    does: 'takes back what a failed release did',
    unknown: 2,
    run: onOne('put-back'),
  },
  {
    words: ['abandon'],
    takes: 'RELEASE --because TEXT [--yes] [--id KEY] [--json]',
    does: 'gives a failed release up as it stands',
    unknown: 2,
    run: onOne('abandon'),
  },
  {
    words: ['adopt'],
    takes: 'MODEL@V --in ENVIRONMENT [--because TEXT] [--id KEY] [--json]',
    does: 'has reviewers look at what was made live by hand',
    unknown: 2,
    run: adopt,
  },
  {
    words: ['pause'],
    takes: 'ENVIRONMENT|MODEL [--until TIME] --because TEXT [--id KEY] [--json]',
    does: 'lets nothing new go live there',
    unknown: 2,
    run: pause,
  },
  {
    words: ['resume'],
    takes: 'ENVIRONMENT|MODEL [--because TEXT] [--id KEY] [--json]',
    does: 'ends a pause',
    unknown: 2,
    run: resume,
  },
  {
    words: ['key'],
    takes: '--for PERSON',
    does: 'makes a key that proves a person here, and the line of the policy for it',
    run: makeKey,
  },
];
