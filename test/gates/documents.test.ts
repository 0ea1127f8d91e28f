import { expect, test } from 'vitest';
import type { GateFacts } from '../../src/gates/gate.ts';
import { gatesOf } from '../../src/gates/table.ts';
import type { VersionFacts } from '../../src/release/evidence.ts';
import { nobodyAsked } from '../../src/release/gate-facts.ts';
import type { GateConfig } from '../../src/release/lane-policy.ts';
import { facts, measured, withRun } from '../evidence/facts.ts';
import { verdictOf } from './verdict.ts';

type Case = readonly [
  what: string,
  GateConfig,
  Partial<GateFacts>,
  status: string,
  reason: string,
  cure?: string | null,
];

const allThere = 'All that it names is there.';
const logIt = 'Log it on the run, then check again.';
const logThem = 'Log them on the run, then check again.';

function wants(documented: object): GateConfig {
  return { kind: 'documented', documented };
}

/** With these files logged by the run. */
function ran(...paths: readonly string[]): Partial<GateFacts> {
  return { outside: { ...nobodyAsked, runArtifacts: paths.map((path) => ({ path, bytes: 1 })) } };
}

function without(change: Partial<VersionFacts>): Partial<GateFacts> {
  return { candidate: facts(change) };
}

const running = withRun({ status: 'running' });
const manifest = [{ path: 'MLmodel', bytes: 1, sha256: facts().artifacts.digest }];
const card = '# Churn\n\n## Intended use:\nLetters to customers.\n\n## Limits\n\n# Risk-notes\nNone known.';

const documented: readonly Case[] = [
  ['a param', wants({ params: ['depth'] }), {}, 'pass', allThere, null],
  ['a single name', wants({ params: 'depth' }), {}, 'pass', allThere],
  ['a param that is missing', wants({ params: ['seed'] }), {}, 'missing', 'Param `seed` is missing.', logIt],
  [
    'an empty param',
    wants({ params: ['depth'] }),
    without({ params: { depth: ' ' } }),
    'missing',
    'Param `depth` is missing.',
  ],
  [
    'several',
    wants({ params: ['seed', 'depth', 'lr'] }),
    {},
    'missing',
    'Params `seed` and `lr` are missing.',
    logThem,
  ],
  ['a pattern', wants({ params: ['model.*'] }), without({ params: { 'model.depth': '6' } }), 'pass', allThere],
  ['a pattern that nothing is like', wants({ params: ['model.*'] }), {}, 'missing', 'Param `model.*` is missing.'],
  [
    'a param that may still come',
    wants({ params: ['seed'] }),
    { candidate: running },
    'not-logged-yet',
    'Param `seed` is not logged yet.',
    'Wait until the run ends.',
  ],
  ['a tag of the version', wants({ tags: ['team'] }), {}, 'pass', allThere],
  ['a tag of the run', wants({ tags: ['mlflow.runName'] }), {}, 'pass', allThere],
  [
    'a tag that is missing',
    wants({ tags: ['dataset_version'] }),
    {},
    'missing',
    'Tag `dataset_version` is missing.',
    'Set it on the run, then check again.',
  ],
  ['metrics', wants({ metrics: ['auc', 'lo*'] }), {}, 'pass', allThere],
  [
    'a metric that is no number',
    wants({ metrics: ['auc'] }),
    without({ metrics: [measured('auc', 'NaN')] }),
    'missing',
    'Metric `auc` is missing.',
  ],
  ['a file of the run', wants({ artifacts: ['plots/*.png'] }), ran('plots/confusion.png'), 'pass', allThere],
  [
    'a file of the model',
    wants({ artifacts: ['MLmodel'] }),
    { ...ran(), candidate: facts({ artifacts: { ...facts().artifacts, manifest } }) },
    'pass',
    allThere,
  ],
  [
    'a file that is missing',
    wants({ artifacts: ['plots/*', 'errors.csv'] }),
    ran('plots/a.png'),
    'missing',
    'File `errors.csv` is missing.',
    logIt,
  ],
  [
    'a file that may be among a model’s very many',
    wants({ artifacts: ['plots/*', 'MLmodel'] }),
    { ...ran('plots/roc.png'), candidate: facts({ artifacts: { ...facts().artifacts, files: 201 } }) },
    'cannot-tell',
    'The run has no `MLmodel`, and the model too many files to know them by name.',
  ],
  [
    'files that nobody read',
    wants({ artifacts: ['plots/*'] }),
    {},
    'cannot-tell',
    'The files of the run were not read.',
  ],
  [
    'files that nobody read do not cover what is missing',
    wants({ artifacts: ['plots/*'], tags: ['dataset_version'] }),
    {},
    'missing',
    'Tag `dataset_version` is missing. The files of the run were not read.',
  ],
  [
    'a file without a run',
    wants({ artifacts: ['plots/*'] }),
    without({ run: null }),
    'missing',
    'File `plots/*` is missing.',
  ],
  ['a description', wants({ description: true }), {}, 'pass', allThere],
  [
    'no description',
    wants({ description: true }),
    without({ description: ' \n' }),
    'missing',
    'The description is missing.',
    'Write it on the version in the registry.',
  ],
  ['a description just long enough', wants({ description: { min: 21 } }), {}, 'pass', allThere],
  [
    'a description that is one character short',
    wants({ description: { min: 22 } }),
    {},
    'fail',
    'The description has 21 characters, needs ≥ 22.',
  ],
  ['any data set', wants({ datasets: true }), {}, 'pass', allThere],
  ['no data set', wants({ datasets: true }), without({ datasets: [] }), 'missing', 'No data set is logged.'],
  [
    'a data set of a context',
    wants({ datasets: ['training', 'evaluation'] }),
    {},
    'missing',
    'No data set is logged for `evaluation`.',
    'Log it as an input of the run, then check again.',
  ],
  ['a run by its name', wants({ 'run-name': 'brave-*' }), {}, 'pass', allThere],
  [
    'a run by the name that facts give',
    wants({ 'run-name': 'churn-*' }),
    { candidate: withRun({ name: 'churn-7' }) },
    'pass',
    allThere,
  ],
  [
    'a run of another name',
    wants({ 'run-name': 'churn-*' }),
    {},
    'fail',
    'The run is called `brave-owl`, needs `churn-*`.',
    'Name the run like `churn-*`.',
  ],
  ['no run to have a name', wants({ 'run-name': '*' }), without({ run: null }), 'missing', 'The run has no name.'],
  [
    'a model card in tags and in the description',
    wants({ 'model-card': ['owner', 'intended_use', 'risk notes'] }),
    without({ tags: { 'model_card.owner': 'Pat' }, description: card }),
    'pass',
    allThere,
  ],
  [
    'a heading with nothing under it',
    wants({ 'model-card': ['limits', 'fairness'] }),
    without({ description: card }),
    'missing',
    'The model card lacks `limits` and `fairness`.',
    'Set tags such as `model_card.limits` on the version, or write headings with words under them into its description.',
  ],
  [
    'each thing by name, the gravest first',
    wants({
      params: ['seed'],
      tags: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
      description: { min: 99 },
      datasets: ['test'],
    }),
    {},
    'fail',
    'The description has 21 characters, needs ≥ 99. Param `seed` is missing. Tags `a`, `b`, `c`, `d`, `e`, `f` and 2 more are missing. No data set is logged for `test`.',
  ],
];

const experiment: GateConfig = { kind: 'from-experiment', 'from-experiment': ['growth/*', 'shared'] };

const fromExperiment: readonly Case[] = [
  [
    'its own',
    experiment,
    { candidate: withRun({ experiment: 'growth/churn' }) },
    'pass',
    'From experiment `growth/churn`, needs `growth/*` and `shared`.',
  ],
  [
    'another',
    experiment,
    { candidate: withRun({ experiment: 'playground' }) },
    'fail',
    'From experiment `playground`, needs `growth/*` and `shared`.',
    'Train it in that experiment, and register it from there.',
  ],
  [
    'not named',
    experiment,
    { candidate: withRun({ experiment: null }) },
    'cannot-tell',
    'The registry does not name the run’s experiment.',
  ],
  ['not asked for', experiment, {}, 'cannot-tell', 'The registry does not name the run’s experiment.'],
  ['no run', experiment, without({ run: null }), 'missing', 'The version has no run.', 'Register it from its run.'],
];

const known = { environment: { python: '3.12', requirements: { sklearn: '1.6' } } };
const repeatable: GateConfig = { kind: 'reproducible', reproducible: true };
const onMain: GateConfig = { ...repeatable, branch: 'main' };
const everything = 'Commit, environment, params and data are known.';
const commitIt = 'Commit everything, and train from that commit.';

function reaching(...entries: readonly (readonly [string, boolean])[]): Partial<GateFacts> {
  return { candidate: facts(known), outside: { ...nobodyAsked, reachable: new Map(entries) } };
}

const reproducible: readonly Case[] = [
  ['everything', repeatable, without(known), 'pass', everything, null],
  [
    'uncommitted changes',
    repeatable,
    { candidate: withRun({ dirty: true }, facts(known)) },
    'fail',
    'It was trained with uncommitted changes.',
    commitIt,
  ],
  [
    'no commit',
    repeatable,
    { candidate: withRun({ commit: null }, facts(known)) },
    'missing',
    'The run names no commit.',
    commitIt,
  ],
  ['no run', repeatable, without({ ...known, run: null }), 'missing', 'The version has no run.'],
  [
    'no environment',
    repeatable,
    without({ environment: null }),
    'missing',
    'Its files name no Python environment.',
    'Log the model with its requirements, and register it again.',
  ],
  ['an environment that nobody read', repeatable, {}, 'cannot-tell', 'Its Python environment was not read.'],
  ['no param', repeatable, without({ ...known, params: {} }), 'missing', 'No param is logged.'],
  ['no data', repeatable, without({ ...known, datasets: [] }), 'missing', 'No data set is logged.'],
  [
    'data that may still come',
    repeatable,
    { candidate: withRun({ status: 'running' }, facts({ ...known, datasets: [] })) },
    'not-logged-yet',
    'No data set is logged yet.',
  ],
  [
    'several, the gravest first',
    repeatable,
    { candidate: withRun({ dirty: true }, facts({ params: {} })) },
    'fail',
    'It was trained with uncommitted changes. No param is logged. Its Python environment was not read.',
  ],
  ['on its branch', onMain, reaching(['main', true]), 'pass', everything],
  [
    'not on its branch',
    onMain,
    reaching(['main', false], ['dev', true]),
    'fail',
    'Commit a1b2c3d is not on `main`.',
    'Merge it into `main`, then check again.',
  ],
  [
    'nobody knows whether it is on its branch',
    onMain,
    reaching(['dev', true]),
    'cannot-tell',
    'The git host does not know whether commit a1b2c3d is on `main`.',
  ],
];

const all = [
  ...documented.map((one) => ['documented', one[0], one] as const),
  ...fromExperiment.map((one) => ['from-experiment', one[0], one] as const),
  ...reproducible.map((one) => ['reproducible', one[0], one] as const),
];

test.each(all)('%s: %s', (_kind, _what, [, config, asked, status, reason, cure]) => {
  const verdict = verdictOf(config, asked);
  expect(verdict).toMatchObject({ status, reason });
  if (cure !== undefined) expect(verdict?.cure).toBe(cure);
});

const needs: readonly [GateConfig, object | undefined][] = [
  [wants({ artifacts: ['a'] }), [{ kind: 'run-artifacts' }]],
  [wants({ params: ['a'] }), []],
  [experiment, [{ kind: 'experiment' }]],
  [repeatable, []],
  [onMain, [{ kind: 'reachable', branch: 'main' }]],
];

test.each(needs)('the gate %o asks for what it judges', (config, expected) => {
  expect(gatesOf([config])[0]?.needs).toEqual(expected);
});
