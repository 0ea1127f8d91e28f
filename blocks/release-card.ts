import type { KnownBlock, RichTextQuote, RichTextSection } from '@slack/types';
import type { CardView } from '../src/release/view-shape.ts';
import { cardButtons } from './buttons.ts';
import { changesSection, gateSections, linksSection, metricsSection } from './findings.ts';
import { mentionLeaves, type People, paragraph, plainLine, pushText, section, text } from './leaves.ts';
import { limits } from './limits.ts';
import { fitting, footer, header, type Message, richText } from './message.ts';
import { stepsSection } from './steps.ts';
import { tame } from './text.ts';

const longestQuote = 500;
const longestLabel = 60;

/** The card of a release: what it is, what is live, what stands in the way, what can be done. */
export function releaseCard(card: CardView, people: People): Message {
  return { text: pushText(card.push, people), blocks: fitting((scale) => drawing(card, people, scale)) };
}

function drawing(card: CardView, people: People, scale: number): KnownBlock[] {
  return [
    header(plainLine(card.header, people, limits.header)),
    ...richText(
      section(card.live, people, scale),
      paragraph(card.facts, people, scale),
      quote(card.quote, scale),
      ...card.warnings.map((warning) => section([{ kind: 'said', text: '⚠ ' }, ...warning], people, scale)),
    ),
    ...richText(
      ...card.body.map((words) => section(words, people, scale)),
      stepsSection(card.steps),
      metricsSection(card.metrics),
      ...gateSections(card.gates, people, scale),
      changesSection(card.changes, scale),
      linksSection(card.links),
    ),
    ...richText(paragraph(card.approvals, people, scale), asked(people)),
    ...cardButtons(card, people),
    footer(footerWords(card)),
  ];
}

function quote(words: string | null, scale: number): RichTextQuote {
  const elements = words === null ? [] : [text(tame(words, Math.floor(longestQuote * scale)))];
  return { type: 'rich_text_quote', elements };
}

function asked({ mentions }: People): RichTextSection {
  const elements = mentions.length === 0 ? [] : [text('For '), ...mentionLeaves(mentions)];
  return { type: 'rich_text_section', elements };
}

function footerWords({ release, footer: { evidence, label } }: CardView): string {
  const parts = [
    release,
    evidence === null ? null : `evidence ${evidence}`,
    label === null ? null : tame(label, longestLabel),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}
