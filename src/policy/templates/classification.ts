import { better, noSliceWorse, type Template } from './template.ts';

/** Scores of classes: better on the whole, worse for nobody who matters, and what it gets wrong is there to look at. */
export const classification: Template = {
  needs: { primary: 'auc', slices: '"recall/*"' },
  takes: ['direction', 'by', 'tolerance'],
  gates: (about) => ({
    primary: better(about, 'higher'),
    slices: noSliceWorse(about, 'higher'),
    labels: { labels: 'same' },
    schema: { schema: 'backward' },
    documented: {
      documented: {
        tags: ['dataset_version', 'feature_set_version'],
        artifacts: ['*confusion_matrix*', '*errors*'],
        datasets: true,
      },
    },
  }),
};
