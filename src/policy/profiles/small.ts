import type { ProfileRules } from './profile.ts';

const day = 86_400_000;

/** A few people who know each other: somebody else of the owners looks, and the run says what it was trained on. */
export const small: ProfileRules = {
  groups: [],
  approvals: ({ isLast, owner }) => (isLast ? [{ from: owner, min: 1, required: false }] : 'none'),
  exclude: ['requester'],
  checklist: {},
  expiresMs: 7 * day,
  reevaluateMs: null,
  gates: () => ({
    basics: { documented: { tags: ['dataset_version'], description: true } },
  }),
};
