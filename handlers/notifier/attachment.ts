import { noFile } from '../../blocks/file-words.ts';
import { metricsChart } from '../../src/charts/metrics-chart.ts';
import type { FilePost } from '../../src/release/posts-files.ts';
import type { Attachment, AttachmentParts } from './attached.ts';
import { artifactAttachment } from './shown-artifact.ts';
import { logAttachment } from './shown-log.ts';

/** Draws or fetches what a post of files shows, for the people of a channel. Throws when a registry does not answer. */
export function attachment(parts: AttachmentParts, { content }: FilePost, channel: string): Promise<Attachment> {
  switch (content.kind) {
    case 'chart':
      return chartAttachment(parts, content.chart);
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
  const drawn = await metricsChart(painter, chart);
  if (drawn.kind === 'busy') return { kind: 'later', at: clock() + 5_000 };
  if (drawn.kind === 'failed') {
    log.error({ why: drawn.why }, 'a chart could not be drawn');
    return {
      kind: 'words',
      message: noFile('The chart of the metrics', 'It could not be drawn. The numbers are on the card.'),
    };
  }
  const { png, alt } = drawn.picture;
  const words = `The metrics of ${chart.candidate} against ${chart.champion}, which is live.`;
  return { kind: 'files', uploads: [{ title: 'metrics.png', bytes: png, alt }], words };
}
