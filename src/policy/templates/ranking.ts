import { better, noSliceWorse, type Template } from './template.ts';

/** Recommendations: the offline metric, every segment, and fast enough under the load that is expected. */
export const ranking: Template = {
  needs: { primary: 'ndcg', slices: '"ndcg/*"', latency: 'p95_ms', 'max-latency': '50' },
  takes: ['direction', 'by', 'tolerance'],
  gates: (about) => ({
    primary: better(about, 'higher'),
    slices: noSliceWorse(about, 'higher'),
    latency: { latency: about.latency, max: about['max-latency'] },
    schema: { schema: 'backward' },
    documented: {
      documented: { tags: ['dataset_version', 'feature_set_version'], artifacts: ['*segments*'], datasets: true },
    },
  }),
};
