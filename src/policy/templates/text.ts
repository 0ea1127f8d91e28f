import { better, noSliceWorse, type Template } from './template.ts';

/** Classes of texts: the same labels, how the text was prepared, and what it misreads. */
export const text: Template = {
  needs: { primary: 'f1', slices: '"f1/*"' },
  takes: ['direction', 'by', 'tolerance', 'latency', 'max-latency'],
  gates: (about) => ({
    primary: better(about, 'higher'),
    slices: noSliceWorse(about, 'higher'),
    labels: { labels: 'same' },
    ...(about.latency === undefined || about['max-latency'] === undefined
      ? {}
      : { latency: { latency: about.latency, max: about['max-latency'] } }),
    documented: {
      documented: {
        tags: ['dataset_version'],
        artifacts: ['*preprocessing*', '*errors*'],
        datasets: true,
      },
    },
  }),
};
