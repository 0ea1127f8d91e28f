import type { IncidentEvent, Symptom } from '../incident/event.ts';
import { readingWords } from '../incident/reading-words.ts';
import { listText, momentText, sentences, versionText } from './texts.ts';

type Kind = IncidentEvent['kind'];
type Of<K extends Kind> = Extract<IncidentEvent, { kind: K }>;
type Texts = { readonly [K in Kind]: (event: Of<K>) => string };

/** One event of an incident in words. */
export function incidentWords<K extends Kind>(event: { readonly [P in K]: Of<P> & { readonly kind: P } }[K]): string {
  const text: (event: Of<K>) => string = texts[event.kind];
  return text(event);
}

const texts: Texts = {
  'incident-opened': ({ symptom, live, target, advice, why }) =>
    sentences(
      symptomText(symptom),
      `Live then: ${versionText(live?.version ?? null)}; a rollback would go to ${versionText(target)}`,
      `Recommended: ${advice}. ${why}`,
    ),
  'symptom-changed': ({ symptom }) => sentences(symptomText(symptom)),
  'symptom-resolved': ({ source, key, at }) => `Alert ${key} of ${source} is over since ${momentText(at)}.`,
  'alerts-beyond': ({ count }) => `At least ${count} more alerts at once, which are not kept one by one.`,
  'incident-resolved': () => 'Resolved: every alert is over.',
  'incident-reopened': ({ symptom }) => sentences(`Fires again. ${symptomText(symptom)}`),
  'incident-acknowledged': () => 'Acknowledged.',
  'incident-snoozed': ({ until }) => `Snoozed until ${momentText(until)}.`,
  'incident-dismissed': ({ reason, until }) =>
    sentences(`Not a problem: ${reason}`, `Quiet until the next release there, or ${momentText(until)}`),
  'dismissal-ended': ({ why }) =>
    `Heard again: ${why === 'release' ? 'another version is live' : 'the time of the dismissal is over'}.`,
  'incident-reminded': ({ round, groups }) => `Nobody had acknowledged it; reminder ${round} to ${listText(groups)}.`,
  'target-scored': ({ version, name, value, words }) =>
    sentences(`v${version} on the same window: ${name} ${value}`, words),
  'countdown-started': ({ until, target, live }) =>
    `v${live} goes back to v${target} by itself at ${momentText(until)}, unless somebody cancels.`,
  'countdown-cancelled': () => 'Cancelled: nothing goes back by itself.',
  'countdown-ended': ({ release, words }) =>
    release === null
      ? sentences(`Nothing went back by itself: ${words}`)
      : sentences(`The rollback ${release} was opened by itself`, words),
  'return-withheld': ({ guard, words }) => sentences(`Nothing goes back by itself (${guard}): ${words}`),
  'incident-answered': ({ release, how }) => `Answered by the ${how} ${release}.`,
  'incident-ended': ({ release, words }) => sentences(`Over: ${words}`, release === null ? null : `By ${release}`),
};

function symptomText({ source, title, severity, reading, signed, version, startedAt }: Symptom): string {
  return sentences(
    `${severity}: ${title}`,
    reading === null ? null : readingWords(reading),
    `Said by ${source}${signed ? '' : ', which is not signed'}, since ${momentText(startedAt)}`,
    version === null ? null : `Said of v${version}`,
  );
}
