import { better, type Template } from './template.ts';

/** Applications around a language model: the whole chain is named, answers stand on what was found, and failures are there to read. */
export const llmApp: Template = {
  needs: {
    primary: 'answer_quality',
    groundedness: 'groundedness',
    'min-groundedness': '0.85',
    latency: 'p95_ms',
    'max-latency': '4000',
    cost: 'cost_per_request',
    'max-cost': '0.02',
  },
  takes: ['direction', 'by', 'slices', 'tolerance'],
  gates: (about) => ({
    primary: better(about, 'higher'),
    groundedness: { metric: about.groundedness, min: about['min-groundedness'] },
    ...(about.slices === undefined
      ? {}
      : { slices: { 'not-worse': about.slices, tolerance: about.tolerance ?? 0.01 } }),
    latency: { latency: about.latency, max: about['max-latency'] },
    cost: { cost: about.cost, max: about['max-cost'] },
    documented: {
      documented: {
        params: ['prompt_version', 'retriever', 'index_version', 'embedding_model'],
        artifacts: ['*fixed_prompts*', '*failures*'],
      },
    },
  }),
};
