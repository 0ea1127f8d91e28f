import type { MetricLine } from './evidence.ts';
import { numberText } from './number-text.ts';
import type { Moment } from './posts-shape.ts';
import { type Of, quiet, type Spoken } from './posts-spoken.ts';
import { lasted } from './view-numbers.ts';
import { gatesView } from './view-review.ts';
import { code, date, joined, type Line, line, outside, v } from './view-words.ts';

/** What the thread says of a training as it goes on: that it began, ended, and what it made. All other steps are on the checklist. */
export function trainingLine(event: Of<'step-finished'>, { happened: { at }, after }: Moment): Spoken | null {
  if (event.direction === 'undo')
    return event.step === 'start-training' && !event.already
      ? quiet(line('The training was ended, ', date(at), '.'))
      : null;
  switch (event.step) {
    case 'start-training':
      return quiet(started(after, at));
    case 'await-training':
      return quiet(line(`Trained in ${lasted(event.tookMs)}.`));
    case 'find-version':
      return quiet(line(`It registered ${v(event.version)} in `, outside(after.environment, 40), '.'));
    default:
      return null;
  }
}

function started({ execution, environment }: Moment['after'], at: number): Line {
  const commit = execution?.targets.commit ?? 'unknown';
  const again = (execution?.trainings ?? 1) > 1 ? `, attempt ${execution?.trainings}` : '';
  return line(
    'Training in ',
    outside(environment, 40),
    ' at ',
    code(commit.slice(0, 7)),
    ` began${again}, `,
    date(at),
    '.',
  );
}

const mostCompared = 3;

/** What was trained passed: how it did, beside what reviewers saw. */
export function judgedLine({ findings, candidate }: Of<'trained-judged'>, { after }: Moment): Spoken {
  const { passed, total } = gatesView({ evidence: after.evidence && { ...after.evidence, findings }, accepted: [] });
  const gates = total === 0 ? '' : `: ${passed.length} of ${total} gates passed`;
  const compared = findings.metrics.filter(isCompared).slice(0, mostCompared).map(beside);
  return quiet(
    line(`${v(candidate.version)} was judged${gates}. `, compared.length === 0 ? '' : line(joined(compared), '.')),
  );
}

type Compared = MetricLine & { readonly reviewed: NonNullable<MetricLine['reviewed']> };

function isCompared(metric: MetricLine): metric is Compared {
  return metric.reviewed != null && metric.candidate !== null;
}

function beside({ name, candidate, reviewed }: Compared): Line {
  const now = candidate === null ? 'not logged' : numberText(candidate);
  return line(outside(name, 40), ` ${now}, reviewed ${numberText(reviewed)}`);
}
