import { z } from 'zod';

/** What the fields of several gates must look like; each message says what it is not, then what to write. */
export const metricName = z
  .string('not the name of a metric. Write it as it is logged, for example `auc`.')
  .min(1, 'empty. Write the metric as it is logged, for example `auc`.');
export const bound = z.number('not a number. Write one like 0.80, without quotes.');
export const distance = z
  .number('not a number. Write one like 0.005, without quotes.')
  .nonnegative('below zero. Write how much better it must be, for example 0.005.');
export const dataset = z
  .string('not the name of a data set. Write it as it is logged, for example `holdout`.')
  .min(1, 'empty. Write the data set as it is logged, for example `holdout`.');
