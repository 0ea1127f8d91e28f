import { better, type Template } from './template.ts';

/** Numbers: a smaller error, the same inputs, and the residuals to look at. */
export const regression: Template = {
  needs: { primary: 'rmse' },
  takes: ['direction', 'by', 'slices', 'tolerance'],
  gates: (about) => ({
    primary: better(about, 'lower'),
    ...(about.slices === undefined
      ? {}
      : {
          slices: {
            'not-worse': about.slices,
            tolerance: about.tolerance ?? '2%',
            direction: about.direction ?? 'lower',
          },
        }),
    schema: { schema: 'backward' },
    documented: {
      documented: { tags: ['dataset_version', 'feature_set_version'], artifacts: ['*residuals*'], datasets: true },
    },
  }),
};
