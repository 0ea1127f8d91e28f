import { better, type Template } from './template.ts';

/** Time series: better on every horizon, on data that is not old, with the window it was trained on and a backtest. */
export const forecasting: Template = {
  needs: { primary: 'mape', slices: '"mape/*"', 'data-age': '7d' },
  takes: ['direction', 'by', 'tolerance'],
  gates: (about) => ({
    primary: better(about, 'lower'),
    slices: { 'not-worse': about.slices, tolerance: about.tolerance ?? '2%', direction: about.direction ?? 'lower' },
    fresh: { fresh: { data: about['data-age'] } },
    schema: { schema: 'backward' },
    documented: {
      documented: {
        tags: ['dataset_version', 'train_window_start', 'train_window_end'],
        artifacts: ['*backtest*'],
        datasets: true,
      },
    },
  }),
};
