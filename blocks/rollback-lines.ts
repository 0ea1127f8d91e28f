import type { LiveVersion } from '../src/release/lane-state.ts';
import type { RollbackPreview } from '../src/release/rollback-preview.ts';
import { anyOf, date, few, type Line, line, outside, person, v } from '../src/release/view-words.ts';

/** The target, its age, who let it in, why it is no longer live, and whose word is enough. */
export function rollbackLines(preview: RollbackPreview): readonly Line[] {
  const { from, to } = preview;
  return [
    from === null ? line('Live now: nothing.') : line(`Live now: ${v(from.version)} since `, date(from.since), '.'),
    line(`${v(to.version)} was `, standing[to.standing], ...age(to), letInWords(preview), '.'),
    ...replacedWords(preview),
    ...retrainWords(preview),
    whoMay(preview),
  ];
}

const standing: Record<LiveVersion['standing'], string> = {
  watching: 'live, its watch not ended',
  verified: 'live and verified',
  baseline: 'live before Signalbox and is trusted',
  outside: 'never verified here',
};

function age({ since }: LiveVersion): readonly Line[] {
  return since === 0 ? [] : [line(', since ', date(since), ', ', date(since, 'ago'))];
}

function letInWords({ letIn }: RollbackPreview): Line {
  if (letIn === null) return [];
  const names = few(
    letIn.people.map((id) => [person(id)]),
    4,
  );
  if (letIn.how === 'automatic') return line('; let in by the policy, which asks for no approvals');
  if (letIn.how === 'return') return line('; had come back by itself after an alert');
  return line(letIn.how === 'alone' ? '; let in alone by ' : '; let in by ', names);
}

function replacedWords({ to, replaced }: RollbackPreview): readonly Line[] {
  if (replaced === null) return [];
  const { by, at, because } = replaced;
  const why = because === null ? '' : line(' because: ', outside(because, 240));
  return [line(`${v(to.version)} was replaced by ${v(by)}, `, date(at), why, because === null ? '.' : '')];
}

function retrainWords({ to, retrain }: RollbackPreview): readonly Line[] {
  if (retrain === null) return [];
  const commit = outside(retrain.commit.slice(0, 7), 7);
  return [
    line(
      'Going back by the alias takes moments. Retrain trains the commit of ',
      `${v(to.version)}, `,
      commit,
      ', once more: what is live stays live until then.',
    ),
  ];
}

/** "On call, one person is enough: @on-call. Otherwise needed: 1 of @reviewers." */
function whoMay({ alone, approvals }: RollbackPreview): Line {
  const rules = approvals.map(({ min, from }) => line(`${min} of `, anyOf(from)));
  const needed = rules.length === 0 ? line('no approval') : few(rules, 3);
  return alone.length === 0
    ? line('Needed: ', needed, '.')
    : line('On call, one person is enough: ', anyOf(alone), '. Otherwise needed: ', needed, '.');
}
