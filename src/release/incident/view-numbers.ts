import type { MetricValue } from '../evidence.ts';
import { exactText, numberText, textBeside } from '../number-text.ts';
import { count } from '../view-numbers.ts';
import { type Line, line, outside, strong } from '../view-words.ts';
import type { SignalKind } from './signal.ts';
import type { IncidentState } from './state.ts';

type Known = IncidentState['symptoms'][number];
type Reading = NonNullable<Known['reading']>;

/** What is wrong, in a word or two. */
export const kindWords: Record<SignalKind, string> = {
  'input-drift': 'input drift',
  'data-broken': 'broken data',
  performance: 'performance',
  errors: 'errors',
  latency: 'latency',
  'prediction-drift': 'prediction drift',
};

/** The symptom that speaks for the whole: of those that fire, else of all, the worst with a number. */
export function leading({ symptoms, phase }: Pick<IncidentState, 'symptoms' | 'phase'>): Known | null {
  const firing = phase === 'open' ? symptoms.filter(({ resolvedAt }) => resolvedAt === null) : [];
  const all = firing.length === 0 ? symptoms : firing;
  return all.toSorted((a, b) => rank(b) - rank(a))[0] ?? null;
}

function rank({ severity, reading }: Known): number {
  return { info: 0, warning: 2, critical: 4 }[severity] + (reading === null ? 0 : 1);
}

/** "4.1 % > 1 %": what was measured against the bound that it broke. */
export function brokenText({ value, bound, unit }: Reading): string {
  const after = unitText(unit);
  if (bound === null || typeof value !== 'number') return `${measured(value)}${after}`;
  const sign = bound.sign === '≤' ? '>' : '<';
  const holds = bound.sign === '≤' ? value <= bound.value : value >= bound.value;
  const text = holds ? numberText(value) : textBeside(value, bound.value);
  return `${text}${after} ${holds ? 'of' : sign} ${exactText(bound.value)}${after}`;
}

const longestUnit = 8;
const longestValue = 24;
const unreadable = /[\p{C}\p{Default_Ignorable_Code_Point}\p{M}]+/gu;

/** A unit is from outside, and stands between numbers of ours. */
function unitText(unit: string | null): string {
  const words = (unit ?? '').replace(unreadable, '').trim().slice(0, longestUnit).trim();
  return words === '' ? '' : ` ${words}`;
}

function measured(value: MetricValue): string {
  return numberText(value).replace(unreadable, '').slice(0, longestValue);
}

/** Of which version something was said, where that is not the one that was live; null where it is, or nobody said. */
export function ofAnother({ version }: Pick<Known, 'version'>, { live }: Pick<IncidentState, 'live'>): string | null {
  return version === null || version === live?.version ? null : `said of v${version}`;
}

/** The number with its bound, what it was in training and on how many samples; what is said in words; the features that moved most. */
export function numberLines(state: Pick<IncidentState, 'symptoms' | 'phase' | 'beyond' | 'live'>): readonly Line[] {
  const first = leading(state);
  if (first === null) return [];
  const { reading, words, title, features } = first;
  const another = ofAnother(first, state);
  return [
    reading === null ? line(outside(title, 120)) : readingLine(reading, state.phase),
    ...(reading === null ? [] : besides(reading)),
    ...(another === null ? [] : [line(`S${another.slice(1)}, which was not live`)]),
    ...(words === null || words === title ? [] : [line(outside(words, 300))]),
    ...featureLine(features),
    ...othersLine(state, first),
  ];
}

/** What is over is not what it is any more. */
function readingLine(reading: Reading, phase: IncidentState['phase']): Line {
  return line(
    outside(reading.name, 60),
    phase === 'resolved' || phase === 'ended' ? ' was ' : ' ',
    strong(brokenText(reading)),
  );
}

function besides({ trained, samples, unit }: Reading): readonly Line[] {
  const after = unitText(unit);
  const parts = [
    trained === null ? null : `at training ${measured(trained)}${after}`,
    samples === null ? null : `on ${count(samples, 'sample')}`,
  ].filter((part) => part !== null);
  const words = parts.join(', ');
  return words === '' ? [] : [line(`${words.charAt(0).toUpperCase()}${words.slice(1)}`)];
}

const mostFeatures = 3;

function featureLine(features: Known['features']): readonly Line[] {
  if (features.length === 0) return [];
  const named = features
    .slice(0, mostFeatures)
    .map(({ name, value }, at) => line(at === 0 ? '' : ', ', outside(name, 40), ` ${numberText(value)}`));
  const rest = features.length - named.length;
  return [line('Most moved: ', ...named, rest > 0 ? ` +${rest}` : '')];
}

function othersLine(
  { symptoms, beyond, phase }: Pick<IncidentState, 'symptoms' | 'beyond' | 'phase'>,
  first: Known,
): readonly Line[] {
  const others = symptoms.filter((one) => one !== first);
  if (others.length === 0) return [];
  const over = phase === 'resolved' ? 0 : others.filter(({ resolvedAt }) => resolvedAt !== null).length;
  const counted = beyond === 0 ? '' : `. At least ${beyond} more are only counted`;
  return [
    line(`And ${count(others.length, 'more alert')}`, over === 0 ? '' : `, ${over} over`, ': see the thread', counted),
  ];
}
