import { z } from 'zod';
import { allLogged, cardFields, dataSets, description, runNamed } from './documents.ts';
import { fields, names } from './fields.ts';
import type { Gate, Need } from './gate.ts';
import { few, together } from './together.ts';

const least = 'not how long a description must be. Write `true`, or `{ min: 40 }` for at least so many characters.';
const data = 'not which data sets. Write `true`, or a list of their contexts, for example `[training]`.';
const runName = 'not a pattern. Write how runs are named, for example `churn-*`; `*` stands for anything.';
const words = 'not what must be documented. Write for example `{ params: [seed], tags: [team], description: true }`.';

/** `{ documented: { params: [seed], tags: [dataset_version], artifacts: ["plots/*"], description: { min: 40 } } }`. */
export const Documented = z.strictObject({
  documented: fields(
    {
      params: names('the name of a param', 'seed').optional(),
      tags: names('the name of a tag', 'dataset_version').optional(),
      metrics: names('the name of a metric', 'auc').optional(),
      artifacts: names('the path of a file', 'plots/*').optional(),
      description: z.union([z.literal(true), fields({ min: z.int(least).positive(least) }, least)], least).optional(),
      datasets: z.union([z.literal(true), names('the context of a data set', 'training')], data).optional(),
      'run-name': z.string(runName).min(1, runName).optional(),
      'model-card': names('the name of a field', 'intended_use').optional(),
    },
    words,
  ).refine((what) => Object.keys(what).length > 0, words),
});
export type Documented = z.output<typeof Documented>;

/** Passes when everything that the policy names was logged, set or written. */
export function documented({ documented: what }: Documented): Gate {
  const needs: readonly Need[] = what.artifacts === undefined ? [] : [{ kind: 'run-artifacts' }];
  return {
    kind: 'documented',
    label: `documented: ${few(
      Object.keys(what).map((key) => key.replace('-', ' ')),
      2,
    )}`,
    about: null,
    needs,
    check(facts) {
      const answers = [
        ...allLogged('param', listed(what.params), facts),
        ...allLogged('tag', listed(what.tags), facts),
        ...allLogged('metric', listed(what.metrics), facts),
        ...allLogged('file', listed(what.artifacts), facts),
        ...description(what.description, facts.candidate),
        ...dataSets(what.datasets, facts.candidate),
        ...runNamed(what['run-name'], facts.candidate),
        ...cardFields(listed(what['model-card']), facts.candidate),
      ];
      return together(answers, 'All that it names is there.', answers.length);
    },
  };
}

function listed(names: string | readonly string[] | undefined): readonly string[] {
  return names === undefined ? [] : [names].flat();
}
