import { commandTrainer } from './command/command-trainer.ts';
import { commitInMirror } from './command/commit-in-mirror.ts';
import { databricksJob } from './databricks-job/databricks-job.ts';
import { commitOnGitHub } from './github-actions/commit-on-github.ts';
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

/** Kinds that know where the code lies that they train, with what finds the commit that people mean there. */
export const commits = { command: commitInMirror, 'github-actions': commitOnGitHub } as const;
