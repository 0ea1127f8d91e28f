import type { ReleaseEvent } from '../event.ts';
import { countedGates } from './evidence-words.ts';
import type { ReleaseOf, ReleaseTexts } from './shape.ts';
import { listText, momentText, sentences, versionText } from './texts.ts';
import { trainingWords } from './training-words.ts';

type Kind = ReleaseEvent['kind'];

/** One event of a release in words; null for what only machines need. */
export function releaseWords<K extends Kind>(
  event: { readonly [P in K]: ReleaseOf<P> & { readonly kind: P } }[K],
): string | null {
  return texts[event.kind](event);
}

const nothing = (): null => null;

const texts: ReleaseTexts<Kind> = {
  opened: openedWords,
  'gathering-noted': nothing,
  'evidence-gathered': ({ digest, blocked, champion, candidate, findings, requirements }) =>
    sentences(
      `Evidence ${digest} on v${candidate.version}, compared with ${versionText(champion)}: ${countedGates(findings)}`,
      blocked ? 'Blocked' : requirements.automatic ? 'The policy asks for no approval' : null,
      requirements.excluded.length === 0
        ? null
        : `Does not count: ${requirements.excluded.map(({ person, why }) => `${person} (${why})`).join(', ')}`,
    ),
  approved: ({ groups, evidence, note, checked = [] }) =>
    sentences(
      `Approved as ${listText(groups, 'themselves')}, on evidence ${evidence}`,
      checked.length === 0 ? null : `Ticked: ${checked.join('; ')}`,
      note === null ? null : `Note: ${note}`,
    ),
  'approval-taken-back': () => 'Took the approval back.',
  'verdicts-accepted': ({ gates, reason, groups }) =>
    sentences(`Accepted what could not be told (${gates.join(', ')}) as ${listText(groups, 'themselves')}: ${reason}`),
  'approvals-voided': ({ cause, changes, people }) =>
    cause === 'trained-for-review'
      ? 'Was trained: people decide on what came of it.'
      : sentences(`Approvals of ${listText(people)} are void: ${cause}`, changes.join('; ')),
  'review-completed': ({ automatic, people }) =>
    automatic ? 'Let in by the policy alone.' : `Let in by ${listText(people)}.`,
  'newer-ready': ({ version, release }) => `A newer one is ready: v${version} (${release}).`,
  rejected: ({ reason }) => sentences(`Rejected: ${reason}`),
  'told-registry': nothing,
  withdrawn: ({ reason }) => (reason === null ? 'Withdrawn.' : sentences(`Withdrawn: ${reason}`)),
  expired: () => 'Expired: nobody decided in time.',
  superseded: ({ release, version }) => `Superseded by v${version} (${release}).`,
  waiting: ({ words, until, by }) =>
    sentences(
      `Waited: ${words}`,
      by === undefined ? null : `Because of ${by}`,
      until === null ? null : `Until ${momentText(until)}`,
    ),
  'asked-again': nothing,
  reminded: ({ round, people }) => `Reminder ${round} to ${listText(people)}.`,
  'execution-started': ({ targets, approvedBy }) =>
    `Started, on the word of ${listText(approvedBy, 'the policy or one person alone')}: live goes from ${versionText(targets.champion.from)} to ${versionText(targets.champion.to ?? targets.version)}, evidence ${targets.evidence}.`,
  'step-started': nothing,
  'step-progressed': nothing,
  'step-finished': ({ step, direction, version }) =>
    `${direction === 'do' ? 'Done' : 'Taken back'}: ${step}${version === null ? '' : ` (v${version})`}.`,
  ...trainingWords,
  'step-retrying': ({ step, words, attempt }) =>
    sentences(`${step}, attempt ${attempt}, did not get through: ${words}`),
  failed: ({ step, words, attempt }) => sentences(`Failed at ${step}, attempt ${attempt}: ${words}`),
  'stop-requested': ({ forRollback }) =>
    forRollback === null ? 'Asked to stop.' : `Stopped for the rollback ${forRollback}.`,
  'retry-requested': () => 'Asked to try again.',
  'put-back-requested': () => 'Asked to put back what was live before.',
  stopped: ({ liveTouched, live }) =>
    liveTouched ? `Stopped. Live after that: ${versionText(live)}.` : 'Stopped before anything live had changed.',
  abandoned: ({ reason }) => sentences(`Abandoned as it stood: ${reason}`),
  'went-live': ({ version, replaced, watchUntil }) =>
    `Live: v${version}, replaced ${versionText(replaced)}. Watched until ${momentText(watchUntil)}.`,
  'follow-up-opened': ({ why, dueAt }) =>
    `One person acted alone (${why}): somebody else has to look at it by ${momentText(dueAt)}.`,
  'follow-up-overdue': ({ people }) => `Nobody had looked at it in time; told to ${listText(people)}.`,
  'follow-up-closed': ({ note }) => sentences(`Looked at afterwards: ${note}`),
  concluded: ({ why, live, mode }) =>
    `Ended without Signalbox moving anything (${why}, mode ${mode}). Live then: ${versionText(live)}.`,
  'rolled-back': ({ release, to, reason, asker }) =>
    sentences(`Rolled back to v${to} by ${release}, asked by ${asker ?? 'a rule'}: ${reason}`),
};

function openedWords(event: ReleaseOf<'opened'>): string {
  const { releaseKind, source, environment, reason, breakGlass, mode, via, undoes, alone, neverLiveIn, at } = event;
  return sentences(
    `Asked for a ${releaseKind} of ${source.environment} v${source.version} to ${environment}`,
    reason === null ? null : `Reason: ${reason}`,
    via === undefined ? null : `Asked through ${via}`,
    at === undefined ? null : `Asked for the commit ${at}`,
    undoes === null ? null : `Takes back ${undoes}`,
    breakGlass === true ? 'Break-glass: one person lets it in, past gates, quorum and calendar' : null,
    alone && breakGlass !== true ? 'Nobody else is asked: it goes to the last version that was trusted there' : null,
    neverLiveIn === undefined ? null : `Was never live in ${neverLiveIn}`,
    mode === undefined ? null : `Not enforced there: ${mode}`,
  );
}
