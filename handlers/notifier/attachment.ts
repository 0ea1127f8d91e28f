import { noFile } from '../../blocks/file-words.ts';
import type { Message } from '../../blocks/message.ts';
import { metricsChart } from '../../src/charts/metrics-chart.ts';
import type { Painter } from '../../src/charts/painter.ts';
import type { Clock, Log, Registry } from '../../src/ports.ts';
import type { FilePost } from '../../src/release/posts-files.ts';
import type { Audience } from './audience.ts';
import { artifactAttachment } from './shown-artifact.ts';
import type { Upload } from './upload-files.ts';

/** What a post of files turns out to be: files with words of ours above them, words alone, or nothing before a time. */
export type Attachment =
  | { readonly kind: 'files'; readonly uploads: readonly Omit<Upload, 'name'>[]; readonly words: string }
  | { readonly kind: 'words'; readonly message: Message }
  | { readonly kind: 'later'; readonly at: number };

export interface AttachmentParts {
  readonly painter: Pick<Painter, 'draw'>;
  readonly registries: () => ReadonlyMap<string, Registry>;
  readonly audience: (channel: string) => Promise<Audience>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Draws or fetches what a post of files shows, for the people of a channel. Throws when a registry does not answer. */
export function attachment(parts: AttachmentParts, { content }: FilePost, channel: string): Promise<Attachment> {
  switch (content.kind) {
    case 'chart':
      return chartAttachment(parts, content.chart);
    case 'artifact':
      return artifactAttachment(parts, content.artifact, channel);
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
