import { noFile } from '../../blocks/file-words.ts';
import { type Drawn, metricsChart } from '../../src/charts/metrics-chart.ts';
import { trendChart } from '../../src/charts/trend-chart.ts';
import type { FilePost } from '../../src/release/posts-files.ts';
import type { Attachment, AttachmentParts } from './attached.ts';
import { artifactAttachment } from './shown-artifact.ts';
import { logAttachment } from './shown-log.ts';

/** Draws or fetches what a post of files shows, for the people of a channel. Throws when a registry does not answer. */
export function attachment(parts: AttachmentParts, { content }: FilePost, channel: string): Promise<Attachment> {
  switch (content.kind) {
    case 'chart':
      return chartAttachment(parts, content.chart);
    case 'trend':
      return trendAttachment(parts, content.trend);
    case 'artifact':
      return artifactAttachment(parts, content.artifact, channel);
    case 'log':
      return logAttachment(parts, content.log, channel);
  }
}

async function chartAttachment(
  { painter, clock, log }: AttachmentParts,
  chart: Parameters<typeof metricsChart>[1],
): Promise<Attachment> {
  const words = `The metrics of ${chart.candidate} against ${chart.champion}, which is live.`;
  const file = { title: 'metrics.png', name: 'The chart of the metrics', words };
  return attached({ clock, log }, await metricsChart(painter, chart), file);
}

async function trendAttachment(
  { painter, clock, log }: AttachmentParts,
  trend: Parameters<typeof trendChart>[1],
): Promise<Attachment> {
  const file = {
    title: 'alert.png',
    name: 'The chart of the alert',
    words: 'How it went, and what it should keep to.',
  };
  return attached({ clock, log }, await trendChart(painter, trend), file);
}

function attached(
  { clock, log }: Pick<AttachmentParts, 'clock' | 'log'>,
  drawn: Drawn,
  { title, name, words }: { readonly title: string; readonly name: string; readonly words: string },
): Attachment {
  if (drawn.kind === 'busy') return { kind: 'later', at: clock() + 5_000 };
  if (drawn.kind === 'failed') {
    log.error({ why: drawn.why }, 'a chart could not be drawn');
    return { kind: 'words', message: noFile(name, 'It could not be drawn. The numbers are on the card.') };
  }
  const { png, alt } = drawn.picture;
  return { kind: 'files', uploads: [{ title, bytes: png, alt }], words };
}
