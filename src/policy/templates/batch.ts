import type { Template } from './template.ts';

/** Scored by a job: the input may not move at all, and somebody knows what runs before, what is written, and how to do it again. */
export const batch: Template = {
  needs: {},
  takes: [],
  gates: () => ({
    schema: { schema: 'same' },
    'batch-documented': { documented: { tags: ['schedule_dependency', 'output_version', 'backfill_plan'] } },
  }),
};
