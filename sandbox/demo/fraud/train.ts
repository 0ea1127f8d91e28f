import { join } from 'node:path';
import { z } from 'zod';
import { run } from '../../processes.ts';
import type { Environment } from '../eyes.ts';
import type { Repository } from './repository.ts';

/** What a training left in an environment's registry: its run, and its logged model. */
export type FraudTrained = { readonly run: string; readonly model: string };

type Training = {
  readonly environment: Environment;
  readonly commit: string;
  readonly model: string;
  readonly server: string;
  /** Where this environment's data lies. */
  readonly data: string;
  /** Folder that holds the program `python`. */
  readonly bin: string;
};

const Said = z.tuple([z.string(), z.string(), z.string()]);
const said = /^run=(\w+) model=([\w-]+)$/m;

/** Trains as its author does at their own desk: the script as it stands in a commit, with what the environment says of itself. */
export async function trainByHand(
  repository: Repository,
  { environment, commit, model, server, data, bin }: Training,
): Promise<FraudTrained> {
  const cwd = await repository.checkout(commit);
  const env = {
    ...desks[environment],
    MOST_ROUNDS: '8',
    ENVIRONMENT: environment,
    DATA_PATH: data,
    MLFLOW_TRACKING_URI: server,
    MLFLOW_EXPERIMENT_NAME: `${model}_${environment}`,
    MLFLOW_DISABLE_TELEMETRY: 'true',
    GIT_PYTHON_REFRESH: 'quiet',
  };
  const printed = await run(join(bin, 'python'), ['-B', 'train.py', model, commit], { cwd, env });
  const [, runId, modelId] = Said.parse(said.exec(printed));
  return { run: runId, model: modelId };
}

const desks = {
  dev: { MODEL_STAGE: 'None', ENABLE_PROMETHEUS: 'false', LOG_LEVEL: 'DEBUG' },
  staging: { MODEL_STAGE: 'Staging', ENABLE_PROMETHEUS: 'true', LOG_LEVEL: 'INFO' },
  production: { MODEL_STAGE: 'Production', ENABLE_PROMETHEUS: 'true', LOG_LEVEL: 'WARNING' },
} as const;
