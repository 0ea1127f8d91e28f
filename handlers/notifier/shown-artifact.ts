import { noFile } from '../../blocks/file-words.ts';
import { shownTable } from '../../blocks/shown-table.ts';
import { tame } from '../../blocks/text.ts';
import type { ArtifactView, FileSide } from '../../src/release/posts-files.ts';
import { type ShownFile, type ShownSide, shownFiles } from '../../src/release-service/shown-files.ts';
import type { Attachment, AttachmentParts } from './attached.ts';
import { imageKind } from './image-kind.ts';
import { tableOf } from './table-of.ts';
import type { Upload } from './upload-files.ts';

const readingMs = 8_000;
const largestImage = 5 * 1024 * 1024;
const longestTitle = 120;

interface Sides {
  readonly view: ArtifactView;
  readonly candidate: ShownSide;
  readonly champion: ShownSide | null;
}

/** A file of the run for reviewers: pictures as files, tables as their first rows; words where it may not, or cannot, be shown. */
export async function artifactAttachment(
  { registries, audience, clock }: AttachmentParts,
  view: ArtifactView,
  channel: string,
): Promise<Attachment> {
  const readers = await audience(channel);
  if (readers.kind === 'later') return readers;
  if (readers.kind === 'others') return instead(view, `Files of runs stay out of this channel. ${readers.why}`);
  const call = { deadline: clock() + readingMs };
  const read = (side: FileSide) => shownFiles(registries(), side, view.shown.artifact, call);
  const candidate = await read(view.candidate);
  return attached({ view, candidate, champion: view.champion === null ? null : await read(view.champion) });
}

function attached(sides: Sides): Attachment {
  const { view, candidate } = sides;
  if (candidate.run === null) return instead(view, `${label(view.candidate)} has no run.`);
  const [first] = candidate.files;
  if (first === undefined) return instead(view, `The run of ${label(view.candidate)} logged no such file.`);
  return pictures(sides) ?? table(sides, first);
}

function pictures({ view, candidate, champion }: Sides): Attachment | null {
  const own = uploadsOf(view.candidate, candidate);
  const theirs = view.champion === null || champion === null ? [] : uploadsOf(view.champion, champion);
  if (own.length === 0) return null;
  const beside = theirs.length === 0 ? '' : `, and of ${labelOf(view.champion)}, which is live`;
  const more = candidate.more === 0 ? '' : ` ${candidate.more} more files match.`;
  const words = `Logged by the run of ${label(view.candidate)}${beside}.${more}`;
  return { kind: 'files', uploads: [...own, ...theirs], words };
}

/** The name's ending is that of what the bytes are: nobody opens something else by it. */
function uploadsOf(side: FileSide, { files }: ShownSide): readonly Omit<Upload, 'name'>[] {
  return files.flatMap(({ path, read }) => {
    const kind = imageKind(read);
    if (kind === null || read.length > largestImage) return [];
    const name = tame(path.replace(/\.[^./]*$/, ''), longestTitle);
    return [
      {
        title: `${label(side)} ${name}${kind}`,
        bytes: read,
        alt: `${name}, a picture logged by the run of ${label(side)}`,
      },
    ];
  });
}

function table({ view, candidate, champion }: Sides, first: ShownFile): Attachment {
  const own = tableOf(first.path, first.read);
  if (own === null) return instead(view, unreadable(first));
  const beside = champion?.files.find(({ path }) => path === first.path) ?? champion?.files[0];
  const theirs = beside === undefined ? null : tableOf(beside.path, beside.read);
  const others = candidate.files.length - 1 + candidate.more;
  return {
    kind: 'words',
    message: shownTable({
      path: first.path,
      version: label(view.candidate),
      table: own,
      beside: theirs === null ? null : { version: labelOf(view.champion), table: theirs },
      rows: view.shown.rows,
      note: noteOf(view, theirs !== null, others),
    }),
  };
}

function noteOf({ champion }: ArtifactView, found: boolean, others: number): string | null {
  const notes = [
    ...(champion !== null && !found ? [`${label(champion)} has no such table.`] : []),
    ...(others > 0 ? [`${others} more matching files are not shown.`] : []),
  ];
  return notes.length === 0 ? null : notes.join(' ');
}

function unreadable({ read, bytes }: ShownFile): string {
  if (imageKind(read) !== null) return `It is a picture of ${Math.ceil(bytes / 1_000_000)} MB; up to 5 MB are shown.`;
  return 'It is no picture (PNG, JPEG, GIF) and no table (CSV, TSV, JSON, JSONL) that can be read in its first megabyte.';
}

function instead({ shown }: ArtifactView, why: string): Attachment {
  return { kind: 'words', message: noFile(shown.artifact, why) };
}

function label({ version }: FileSide): string {
  return `v${version}`;
}

function labelOf(side: FileSide | null): string {
  return side === null ? '' : label(side);
}
