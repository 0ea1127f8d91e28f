import type { ProfileRules } from './profile.ts';

const day = 86_400_000;

/** Several roles: reviewers with a checklist, a staging that was passed, and a run that can be done again. */
export const team: ProfileRules = {
  groups: ['reviewers'],
  approvals: ({ isLast }) => (isLast ? [{ from: ['reviewers'], min: 1, required: false }] : 'none'),
  exclude: ['requester', 'run-author'],
  checklist: {
    reviewers: ['I looked at slices and sample errors', 'I know how this is rolled back'],
  },
  expiresMs: 3 * day,
  reevaluateMs: 180 * day,
  gates: ({ before }) => ({
    basics: { documented: { tags: ['dataset_version'], description: true } },
    reproducible: { reproducible: true },
    ...(before === null ? {} : { staged: { 'passed-in': before } }),
    returned: { 'not-rolled-back': true },
  }),
};
