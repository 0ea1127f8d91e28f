import { effectiveTarget } from '../decide-live.ts';
import type { LaneFacts } from '../facts.ts';
import type { Advice } from './event.ts';
import { type Began, beganAfter } from './release-began.ts';
import type { SignalKind } from './signal.ts';
import { suspicion } from './suspects.ts';

/** What to do, and why, in whole sentences of ours. */
export interface Advised {
  readonly advice: Advice;
  readonly why: string;
}

/** What to do about something that began at `startedAt`: a rollback only where the release may be why, and what is gone back to is not. */
export function advise(facts: LaneFacts, of: SignalKind, startedAt: number): Advised {
  const began = beganAfter(facts.lane.live, startedAt);
  const { advice, why } = byKind[of](facts, began, of);
  return { advice, why: `${began.words} ${why}` };
}

type Advise = (facts: LaneFacts, began: Began, of: SignalKind) => Advised;

const byKind: Readonly<Record<SignalKind, Advise>> = {
  'input-drift': (facts) => newerData(facts, 'The version before would see the same inputs'),
  'data-broken': () => ({
    advice: 'mend-upstream',
    why: 'Its inputs are broken, and any version would see them: mend them upstream.',
  }),
  performance: (facts, began, of) =>
    began.blames ? goBack(facts, began, of) : newerData(facts, 'It may have grown old'),
  errors: goBack,
  latency: goBack,
  'prediction-drift': () => ({
    advice: 'look',
    why: 'What it predicts has shifted: look why. That alone is no reason to act.',
  }),
};

function newerData({ policy }: LaneFacts, because: string): Advised {
  const trains = policy.pattern === 'deploy-code' && policy.trainer !== null;
  return trains
    ? { advice: 'retrain', why: `${because}: train it again on newer data.` }
    : { advice: 're-evaluate', why: `${because}: evaluate it on newer data.` };
}

function goBack(facts: LaneFacts, { blames }: Began, of: SignalKind): Advised {
  if (!blames) return { advice: 'look', why: 'Look at what else changed.' };
  const target = effectiveTarget(facts);
  if (target === null) return { advice: 'look', why: 'There is no version to go back to.' };
  if (cameBack(facts)) return { advice: 'look', why: 'What is live came back by a rollback itself.' };
  const suspect = suspicion(facts.lane, target.version, of);
  return suspect === null
    ? { advice: 'roll-back', why: `v${target.version} is the last version that was trusted here.` }
    : { advice: 'look', why: `Going back may not help: ${suspect}.` };
}

/** Whether what is live was put back by a rollback. */
export function cameBack({ lane, others }: Pick<LaneFacts, 'lane' | 'others'>): boolean {
  const release = lane.live?.release ?? null;
  return release !== null && others.get(release)?.kind === 'rollback';
}
