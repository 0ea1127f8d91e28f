import { describe, expect, test } from 'vitest';
import type { Findings } from '../../src/release/evidence.ts';
import { filePosts } from '../../src/release/posts-files.ts';
import {
  approvedBy,
  complete,
  digest,
  done,
  findings,
  gathered,
  kim,
  log,
  opened,
  type Step,
  started,
  stateOf,
  t0,
  version,
} from '../blocks/scenes.ts';

const minute = 60_000;
const errors = { artifact: 'errors.csv', rows: 10, beside: true };

const posted = (steps: readonly Step[], show = [errors]) => filePosts({ state: stateOf(steps), log: log(steps) }, show);

const keys = (steps: readonly Step[], show = [errors]) => posted(steps, show).map(({ key }) => key);

function measured(auc: number): Findings {
  const [first, ...rest] = findings.metrics;
  return {
    ...findings,
    metrics: [{ ...first, name: 'auc', candidate: auc, champion: 0.852, direction: 'higher', primary: true }, ...rest],
  };
}

describe('what goes into the thread besides words', () => {
  const cases: readonly { name: string; steps: readonly Step[]; keys: readonly string[] }[] = [
    { name: 'nothing before there is evidence', steps: [opened('promotion')], keys: [] },
    {
      name: 'a chart of the numbers, and what the policy shows',
      steps: [opened('promotion'), gathered()],
      keys: ['chart:1', 'show:14:errors.csv'],
    },
    {
      name: 'evidence that changed in other ways brings no other picture',
      steps: [opened('promotion'), gathered(), gathered({ digest: digest('d') })],
      keys: ['chart:1', 'show:14:errors.csv'],
    },
    {
      name: 'other numbers bring another one',
      steps: [opened('promotion'), gathered(), gathered({ digest: digest('d'), findings: measured(0.9) })],
      keys: ['chart:2', 'show:14:errors.csv'],
    },
    {
      name: 'numbers that come back are shown as the newest',
      steps: [opened('promotion'), gathered(), gathered({ findings: measured(0.9) }), gathered(), gathered()],
      keys: ['chart:3', 'show:14:errors.csv'],
    },
    {
      name: 'another champion brings another picture',
      steps: [opened('promotion'), gathered(), gathered({ champion: version(9) })],
      keys: ['chart:2', 'show:14:errors.csv'],
    },
    {
      name: 'nothing is live: nothing to be compared with',
      steps: [
        opened('promotion'),
        gathered({
          champion: null,
          findings: { ...findings, metrics: findings.metrics.map((one) => ({ ...one, champion: null })) },
        }),
      ],
      keys: ['show:14:errors.csv'],
    },
    { name: 'a rollback waits for no pictures', steps: [opened('rollback'), gathered()], keys: [] },
    { name: 'what is only observed', steps: [opened('promotion', { mode: 'observe' }), gathered()], keys: [] },
    {
      name: 'while it is carried out they may still come',
      steps: [opened('promotion'), gathered(), approvedBy(kim, 'reviewers'), complete, started('promotion')],
      keys: ['chart:1', 'show:14:errors.csv'],
    },
    {
      name: 'what has ended needs none',
      steps: [opened('promotion'), gathered(), [{ kind: 'rejected', v: 1, reason: 'no' }]],
      keys: [],
    },
  ];

  test.each(cases)('$name', ({ steps, keys: expected }) => {
    expect(keys(steps)).toEqual(expected);
  });

  test('the chart has both sides, the better direction and the bound', () => {
    const bound = { sign: '≥', value: 0.8 } as const;
    const metrics = findings.metrics.map((one) => (one.name === 'auc' ? { ...one, bound } : one));
    const [chart] = posted([opened('promotion'), gathered({ findings: { ...findings, metrics } })]);
    expect(chart).toMatchObject({
      since: t0 + minute,
      content: {
        kind: 'chart',
        chart: {
          title: 'churn v14 → production',
          candidate: 'v14',
          champion: 'v8',
          rows: [{ name: 'auc', candidate: 0.861, champion: 0.852, direction: 'higher', bound }, {}, { bound: null }],
        },
      },
    });
  });

  test('files are read where each version is registered: the candidate in its source, the champion in the target', () => {
    const [, artifact] = posted([opened('promotion'), gathered()]);
    expect(artifact?.content).toMatchObject({
      artifact: {
        candidate: { registry: 'mlflow-staging', name: 'churn', version: '14' },
        champion: { registry: 'mlflow-prod', name: 'churn', version: '8' },
      },
    });
    const [, alone] = posted([opened('promotion'), gathered()], [{ ...errors, beside: false }]);
    expect(alone?.content).toMatchObject({ artifact: { champion: null } });
  });

  test('they are asked for as of the moment that brought them, however often the evidence is gathered again', () => {
    const steps = [opened('promotion'), gathered(), gathered(), ...done('promotion', 'copy-version')];
    expect(posted(steps).map(({ since }) => since)).toEqual([t0 + minute, t0 + minute]);
  });
});
