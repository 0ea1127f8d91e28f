import type { Call } from '../ports.ts';
import { blocks } from '../release/evidence.ts';
import type { Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { ReleaseState } from '../release/state.ts';
import type { StepCommand } from '../release/step-command.ts';
import { deviationWords } from '../release/tolerance.ts';
import type { Deps } from './deps.ts';
import { electorateOf } from './electorate.ts';
import { type Gathered, gather } from './gather.ts';

type Judged = Omit<Extract<StepCommand, { kind: 'judge-trained' }>, 'kind' | 'worker'>;

/** What came of judging what a release trained. */
export type TrainedJudged =
  | { readonly kind: 'judged'; readonly judged: Judged }
  /** It cannot be judged yet, with why. */
  | { readonly kind: 'wait'; readonly note: string }
  /** Somebody else moved the champion meanwhile. */
  | { readonly kind: 'foreign'; readonly found: Version | null }
  /** Beyond the band, where nobody is asked who could look at it: differences in words. */
  | { readonly kind: 'outside'; readonly words: readonly string[] };

/**
 * Judges what was really trained, by the policy in force now, against what is live now and against what reviewers saw. Throws when
 * it could not find out.
 */
export async function judgeTrained(
  deps: Deps,
  state: ReleaseState,
  policy: LanePolicy,
  call: Call,
): Promise<TrainedJudged> {
  const people = await electorateOf(deps.directory, policy, [], 'cached');
  const found = await gather(deps, state, policy, people, call);
  if (found.kind === 'wait') return found;
  const targets = state.execution?.targets;
  const live = found.aliases.get(targets?.alias ?? 'champion') ?? null;
  if (live !== (targets?.champion.from ?? null)) return { kind: 'foreign', found: live };
  const beyond = found.deviations.map(deviationWords);
  const { requirements } = found.command;
  if (beyond.length > 0 && requirements.automatic && !state.breakGlass) return { kind: 'outside', words: beyond };
  return { kind: 'judged', judged: judgedOf(state, found, beyond) };
}

function judgedOf(
  state: ReleaseState,
  { command }: Extract<Gathered, { kind: 'evidence' }>,
  beyond: readonly string[],
): Judged {
  const outside = state.evidence?.policy === command.policy ? beyond : [...beyond, policyChanged];
  return { evidence: command, outside, tags: trainedTags(state, command) };
}

const policyChanged = 'the policy here changed while it trained';

/** What the version says of its own making, beside who let it in. */
function trainedTags(
  { trained }: ReleaseState,
  { digest, findings }: Extract<Gathered, { kind: 'evidence' }>['command'],
): Readonly<Record<string, string>> {
  const judged = findings.verdicts.filter(({ status }) => status !== 'off');
  const passed = judged.filter((verdict) => verdict.status === 'pass' || !blocks(verdict)).length;
  return {
    ...madeTags(trained),
    'signalbox.judged': digest,
    'signalbox.gates': `${passed} of ${judged.length} passed`,
  };
}

/** When this release's training was found, and which evidence reviewers had said yes to before. */
export function madeTags(trained: ReleaseState['trained']): Readonly<Record<string, string>> {
  if (trained === null) return {};
  return { 'signalbox.trained': new Date(trained.at).toISOString(), 'signalbox.reviewed': trained.reviewed };
}
