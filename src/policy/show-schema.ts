import { z } from 'zod';
import type { ShownArtifact } from '../release/lane-policy.ts';
import { mapping } from './words.ts';

const fileWords = 'not a file of the run. Write its path or a pattern, for example `errors.csv` or `plots/*.png`.';
const rowWords = 'not a number of rows. Write 1 to 50.';

const Path = z.string(fileWords).min(1, fileWords).max(200, fileWords);
const Shown = z.union(
  [
    Path.transform((artifact): ShownArtifact => ({ artifact, rows: 10, beside: false })),
    mapping(
      {
        artifact: Path,
        rows: z.int(rowWords).min(1, rowWords).max(50, rowWords).default(10),
        beside: z.literal('champion', 'not something to put beside it. Write `champion`.').optional(),
      },
      'not a file to show. Write `errors.csv`, or `{ artifact: errors.csv, rows: 10, beside: champion }`.',
    ).transform(({ artifact, rows, beside }): ShownArtifact => ({ artifact, rows, beside: beside === 'champion' })),
  ],
  'not a file to show. Write `errors.csv`, or `{ artifact: errors.csv, rows: 10 }`.',
);

/** The files of the run that reviewers must see. */
export const Show = z
  .array(Shown, 'not a list of files. Write `[confusion_matrix.png]`.')
  .max(10, 'more than ten files. Write ten at most: nobody looks at more.');
