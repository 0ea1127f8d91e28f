import type { ProfileRules } from './profile.ts';

const day = 86_400_000;

/** Others will ask later: two roles sign, nobody their own work, after a day in the environment before, with a model card. */
export const regulated: ProfileRules = {
  groups: ['reviewers', 'platform'],
  approvals: ({ isLast }) => [
    { from: ['reviewers'], min: 1, required: false },
    ...(isLast ? [{ from: ['platform'], min: 1, required: true }] : []),
  ],
  exclude: ['requester', 'run-author', 'commit-author'],
  checklist: {
    reviewers: [
      'I looked at slices and sample errors',
      'Training data and its use are permitted',
      'Limits of the model are written down',
    ],
    platform: ['Monitoring and alerts are in place', 'The rollback was tried'],
  },
  expiresMs: 2 * day,
  reevaluateMs: 90 * day,
  gates: ({ before }) => ({
    basics: {
      documented: {
        tags: ['dataset_version'],
        description: true,
        datasets: true,
        'model-card': ['intended_use', 'limitations', 'training_data'],
      },
    },
    reproducible: { reproducible: true },
    ...(before === null ? {} : { staged: { soak: '24h', in: before } }),
    returned: { 'not-rolled-back': true },
    evaluated: { fresh: { trained: '90d' } },
  }),
};
