import { commandTrainer } from './command/command-trainer.ts';
import { databricksJob } from './databricks-job/databricks-job.ts';
import { githubActions } from './github-actions/github-actions.ts';
import { githubSource } from './github-actions/source.ts';

/** Every kind of trainer that a policy may name, with what makes one. */
export const trainers = {
  command: commandTrainer,
  'databricks-job': databricksJob,
  'github-actions': githubActions,
} as const;

/** Kinds that tell by webhook how a training goes, with what checks and reads it. */
export const trainerSources = { 'github-actions': githubSource } as const;
