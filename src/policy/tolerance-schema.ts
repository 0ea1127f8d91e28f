import { z } from 'zod';

const marginWords = 'neither a distance nor a share. Write `0.02`, or `5%` of what reviewers saw.';

/** How far a metric of what was trained may lie from what reviewers saw. */
export const ToleranceBand = z
  .record(
    z.string().min(1, 'empty. Write the metric as it is logged, or a pattern such as `"recall/*"`.'),
    z.union(
      [
        z
          .number(marginWords)
          .nonnegative(marginWords)
          .transform((by) => ({ by, relative: false })),
        z
          .string(marginWords)
          .regex(/^\d{1,3}(\.\d{1,6})?%$/, marginWords)
          .transform((text) => ({ by: Number(text.slice(0, -1)), relative: true })),
      ],
      marginWords,
    ),
    'not a tolerance. Write each metric with how far it may lie from what was reviewed, `{ auc: 0.02, "recall/*": 5% }`.',
  )
  .refine(
    (band) => Object.keys(band).length > 0,
    'empty. Write `{ auc: 0.02 }`, or leave it out: then it is 5 % of each metric that a gate names.',
  )
  .transform((band) => Object.entries(band).map(([metric, margin]) => ({ metric, ...margin })));
