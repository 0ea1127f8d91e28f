import { z } from 'zod';
import { address } from './worker-parts.ts';

const aliasWords =
  'not an alias that can be the live one. Write a word such as `production`: letters, digits, dashes and underscores, neither `candidate`, `latest` nor `v7`, and not ending in `previous`.';

/** The alias whose version is live. The one before it has the same name with `-previous` behind it. */
export const LiveAlias = z
  .string(aliasWords)
  .regex(/^(?!v\d+$)[A-Za-z0-9_-]{1,60}$/i, aliasWords)
  .refine((alias) => !/^(candidate|latest)$|previous$/i.test(alias), aliasWords);

/** A stage of the registry's old kind. */
export const Stage = z.enum(['Staging', 'Production'], 'not a stage. Write `Staging` or `Production`.');

const dataWords = 'not where data lies. Write a path, an address or a few words, 200 characters at most.';

/** Where an environment's data lies. */
export const Data = z.string(dataWords).trim().min(1, dataWords).max(200, dataWords);

const experimentWords =
  'not the name of an experiment. Write it with a place for the model, for example `"{model}_prod"`.';

/** What the experiment of an environment's trainings is called. */
export const Experiment = z
  .string(experimentWords)
  .regex(/^[^{}\0]{0,200}(\{model\}[^{}\0]{0,200})?$/, experimentWords)
  .min(1, experimentWords);

/** How much is logged. */
export const LogLevel = z.enum(
  ['DEBUG', 'INFO', 'WARNING', 'ERROR'],
  'not a level. Write `DEBUG`, `INFO`, `WARNING` or `ERROR`.',
);

const prometheusWords =
  'neither true, false nor an address. Write `prometheus: true`, or `https://prometheus.example`.';

/** Whether trainings tell Prometheus, and where it answers. */
export const Prometheus = z.union([z.boolean(), address(prometheusWords)], prometheusWords).transform(String);
