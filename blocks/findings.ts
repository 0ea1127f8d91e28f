import type { RichTextElement, RichTextSection } from '@slack/types';
import type { CardView, GatesView, MetricRow } from '../src/release/view-shape.ts';
import { line } from '../src/release/view-words.ts';
import { bold, codeLeaf, linkLeaf, type People, section, text, ticked } from './leaves.ts';
import { limits } from './limits.ts';
import { plural, tame } from './text.ts';

const arrows: Record<MetricRow['trend'], string> = {
  better: 'better',
  worse: 'worse',
  same: 'same',
  up: '',
  down: '',
  unknown: '',
};

/** One metric on one line of a phone: `auc 0.861 ▲ +0.009 better`, with `, reviewed 0.874` where it was trained since. */
export function metricText({ name, value, delta, trend, reviewed }: MetricRow): string {
  const side = delta === null ? '' : ` ${delta.startsWith('+') ? '▲' : delta.startsWith('−') ? '▼' : '='} ${delta}`;
  const before = reviewed === undefined ? '' : `, reviewed ${reviewed}`;
  const rest = ` ${value}${side}${arrows[trend] === '' ? '' : ` ${arrows[trend]}`}${before}`;
  return `${tame(name, Math.max(10, limits.phone - rest.length))}${rest}`;
}

/** The few metrics of the card, and where the others are. */
export function metricsSection({ rows, more }: CardView['metrics']): RichTextSection {
  const lines = rows.map(metricText);
  const rest = more > 0 && rows.length > 1 ? [`+${more} in Evidence`] : [];
  return lined(rows.length === 0 ? [] : [text([...lines, ...rest].join('\n'))]);
}

/** What did not pass in full, what did not and holds nothing, what passed in one line. */
export function gateSections(gates: GatesView | null, people: People, scale: number): RichTextSection[] {
  if (gates === null) return [];
  const besides = gates.besides.map((words) => section(line('· ', words), people, scale));
  const rest = gates.moreOpen > 0 ? [lined([text(`and ${plural(gates.moreOpen, 'more gate')} in Evidence`)])] : [];
  return [...gates.open.map((gate) => openGate(gate, scale)), ...rest, ...besides, lined(passed(gates))];
}

function openGate({ gate, word, reason, cure }: GatesView['open'][number], scale: number): RichTextSection {
  const long = Math.floor(200 * scale);
  return lined([
    text('✗ '),
    codeLeaf(gate, 50),
    ...ticked(`: ${word === null ? '' : `${word}. `}${tame(reason, long)}`),
    ...(cure === null ? [] : ticked(`\n   ${tame(cure, long)}`)),
  ]);
}

function passed({ passed: names, total }: GatesView): RichTextElement[] {
  if (total === 0) return [text('No gates here.')];
  if (names.length === 0) return [];
  return [bold(`${names.length} passed: `), text(someOf(names, 240))];
}

/** As many names as fit, the rest counted. */
export function someOf(names: readonly string[], max: number): string {
  let kept: string[] = [];
  for (const name of names) {
    const next = [...kept, tame(name, 40)];
    if (next.join(', ').length > max) break;
    kept = next;
  }
  const rest = names.length - kept.length;
  return `${kept.join(', ')}${rest > 0 ? `${kept.length === 0 ? '' : ', '}+${rest}` : ''}`;
}

/** "7 commits · data to 30 Oct · schema same". */
export function changesSection(changes: readonly string[], scale: number): RichTextSection {
  const shown = changes.slice(0, 6).map((change) => tame(change, Math.floor(60 * scale)));
  const rest = changes.length > 6 ? [`+${changes.length - 6} in Evidence`] : [];
  return lined(changes.length === 0 ? [] : [bold('Changed: '), ...ticked([...shown, ...rest].join(' · '))]);
}

/** Links, for those whose device reaches the registry. */
export function linksSection(links: CardView['links']): RichTextSection {
  const leaves = links.slice(0, 4).map(({ label, url }) => linkLeaf(label, url));
  return lined(leaves.flatMap((leaf, at) => (at === 0 ? [leaf] : [text(' · '), leaf])));
}

function lined(elements: RichTextElement[]): RichTextSection {
  return { type: 'rich_text_section', elements };
}
