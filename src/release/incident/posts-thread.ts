import type { Happened } from '../event.ts';
import type { PrincipalRef } from '../lane-policy.ts';
import type { Post } from '../posts-shape.ts';
import { lasted } from '../view-numbers.ts';
import { date, type Line, line, link, outside, phrase, strong, who } from '../view-words.ts';
import type { IncidentEvent, Symptom } from './event.ts';
import { evolveIncident } from './evolve.ts';
import { lastedMs } from './lasted-ms.ts';
import type { IncidentState } from './state.ts';
import { mostOfSource } from './symptoms.ts';
import { brokenText, ofAnother } from './view-numbers.ts';
import { placeOf, secondOf } from './view-push.ts';
import type { AroundIncident } from './view-shape.ts';

interface Moment {
  readonly happened: Happened<IncidentEvent>;
  readonly before: IncidentState;
  readonly after: IncidentState;
  readonly around: AroundIncident;
}

interface Spoken {
  readonly line: Line;
  /** What a notification says, where that is not the line itself. */
  readonly push?: Line;
  readonly mentions: readonly PrincipalRef[];
}

type Kind = Exclude<IncidentEvent['kind'], 'incident-opened'>;
type Of<K extends Kind> = Extract<IncidentEvent, { kind: K }>;
type Tell<K extends Kind> = (event: Of<K>, moment: Moment) => Spoken | null;

/** So many alerts of one incident are told one by one; its message counts all. */
const mostSymptoms = 10;

/** The thread under an incident's message: a line for each thing that a person should know happened. */
export function incidentThread({
  log,
  around,
}: {
  readonly log: readonly Happened<IncidentEvent>[];
  readonly around: AroundIncident;
}): readonly Post[] {
  const posts: Post[] = [];
  let before: IncidentState | null = null;
  for (const happened of log) {
    const after = evolveIncident(before, happened);
    if (before !== null) posts.push(...postOf({ happened, before, after, around }));
    before = after;
  }
  return posts;
}

function postOf(moment: Moment): readonly Post[] {
  const { event, index } = moment.happened;
  if (event.kind === 'incident-opened') return [];
  const said = told(event, moment);
  if (said === null) return [];
  const { line: words, push = words, mentions } = said;
  return [
    {
      key: `${mentions.length === 0 ? 'line' : 'ping'}:${index}`,
      place: 'thread',
      push: line(placeOf(moment.after), push),
      content: { kind: 'line', line: { lines: [words], steps: [] } },
      mentions,
    },
  ];
}

function told<K extends Kind>(
  event: { readonly [P in K]: Of<P> & { readonly kind: P } }[K],
  moment: Moment,
): Spoken | null {
  const tell: Tell<K> = words[event.kind];
  return tell(event, moment);
}

const words: { readonly [K in Kind]: Tell<K> } = {
  'symptom-changed': ({ symptom }, { before, after, around }) => {
    const known = before.symptoms.some(({ source, key }) => source === symptom.source && key === symptom.key);
    const worse = before.severity !== after.severity;
    if (worse)
      return {
        line: line(strong(`Worse, ${after.severity} now: `), symptomWords(symptom, after)),
        mentions: around.tell,
      };
    if (known || after.symptoms.length > mostSymptoms) return null;
    return quiet(line(strong('Another alert: '), symptomWords(symptom, after)));
  },
  'symptom-resolved': ({ source, key }, { after }) => {
    const one = after.symptoms.find((symptom) => symptom.source === source && symptom.key === key);
    const rest = after.symptoms.filter(({ resolvedAt }) => resolvedAt === null).length;
    if (one === undefined || rest === 0 || after.symptoms.indexOf(one) >= mostSymptoms) return null;
    return quiet(line('One alert is over: ', phrase(one.title, 120)));
  },
  'alerts-beyond': (_, { before }) =>
    before.beyond > 0
      ? null
      : quiet(
          line(`There are more alerts than the ${mostOfSource} of one source that are kept: the others are counted`),
        ),
  'incident-resolved': (_, { after }) =>
    quiet(
      line(
        strong('Resolved'),
        ` after ${lasted(lastedMs(after))}`,
        after.beyond > 0
          ? '. Of the alerts that were only counted nobody knows: one that goes on opens an alert of its own'
          : '',
      ),
    ),
  'incident-reopened': ({ symptom }, { after, around }) => ({
    line: line(strong('Fires again: '), symptomWords(symptom, after)),
    mentions: around.tell,
  }),
  'incident-acknowledged': (_, { happened }) => quiet(line('Acknowledged by ', who(happened.by))),
  'incident-snoozed': ({ until }, { happened }) => quiet(line('Snoozed by ', who(happened.by), ' until ', date(until))),
  'incident-dismissed': ({ reason, until }, { happened }) =>
    quiet(
      line(
        strong('Not a problem'),
        ', says ',
        who(happened.by),
        ': ',
        phrase(reason, 300),
        '. Quiet until the next release here, or ',
        date(until, 'day'),
      ),
    ),
  'dismissal-ended': ({ why }) =>
    quiet(
      line('Alerts of this kind are heard again: ', why === 'release' ? 'another version is live' : 'the time is over'),
    ),
  'incident-reminded': ({ round, groups }) => ({
    line: line(strong('Nobody has acknowledged this yet'), `, reminder ${round}`),
    mentions: groups,
  }),
  'target-scored': ({ version, words: said }) => quiet(line(`v${version} on the same window: `, outside(said, 240))),
  'countdown-started': ({ until, target, live }, { around }) => ({
    line: line(
      strong(`v${live} goes back to v${target} by itself at `),
      date(until, 'second'),
      '. Cancel stands on the alert above.',
    ),
    push: line(`v${live} goes back to v${target} by itself at ${secondOf(until)}. Cancel stands on the alert.`),
    mentions: around.tell,
  }),
  'countdown-cancelled': (_, { happened }) =>
    quiet(line(strong('Cancelled'), ' by ', who(happened.by), ': nothing goes back by itself')),
  // Who was told that it goes back by itself has to hear that it does not.
  'countdown-ended': ({ release, words: said }, { around }) =>
    release === null
      ? { line: line(strong('Nothing went back by itself: '), phrase(said, 240)), mentions: around.tell }
      : null,
  'return-withheld': ({ words: said }) => quiet(line('Nothing goes back by itself: ', phrase(said, 240))),
  'incident-answered': ({ release, how }, { around, happened: { by } }) => {
    const card = around.cards.get(release);
    const named = { rollback: 'A rollback', retrain: 'A retraining', promotion: 'A promotion' }[how];
    const where = card === undefined ? release : link(release, card);
    return how === 'rollback' && by.kind === 'signalbox'
      ? { line: line(strong('It goes back by itself now: '), where), mentions: around.tell }
      : quiet(line(strong(`${named} answers this: `), where));
  },
  'incident-ended': ({ words: said }) => quiet(line(strong('Over: '), phrase(said, 240))),
};

function quiet(words: Line): Spoken {
  return { line: words, mentions: [] };
}

/** What a check of our own found is called by its number already. */
function symptomWords(symptom: Symptom, state: IncidentState): Line {
  const { title, reading } = symptom;
  const another = ofAnother(symptom, state);
  const named = reading === null || title.startsWith(reading.name);
  const number = named ? line() : line(', ', outside(reading.name, 40), ` ${brokenText(reading)}`);
  return line(phrase(title, 120), number, another === null ? '' : `, ${another}`);
}
