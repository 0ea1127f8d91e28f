import { requestNext } from '../../../blocks/actions.ts';
import { startEndpoint } from '../endpoint.ts';
import type { Environment } from '../eyes.ts';
import type { Run } from '../hands.ts';
import type { Tale } from '../tale.ts';
import { approvedBy, liveInProduction } from './asking.ts';
import { productionLines } from './served.ts';
import { verifiedIn } from './through-dev.ts';

/** The commit goes through all environments: each trains it on its own data, and production predicts with what it trained itself. */
export async function trainedThere(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  const endpoint = await endpointOf(tale);
  try {
    await tale.check('production predicts with v1', async () => (await endpoint.predict()).startsWith('v1: '));
    await stage.hands.alias(stage.servers.dev.url, model, 'candidate', '2');
    await verifiedIn(tale, 'dev');
    await tale.press('ada', requestNext);
    await verifiedIn(tale, 'staging');
    await tale.check('staging trained it: at the same commit, once, on its own data', () => isTrained(tale, 'staging'));
    await tale.press('ada', requestNext);
    await tale.check('the production card shows what staging trained, and says that production will train', () =>
      tale.card('production', `Review: ${model}`, 'auc 0.9478', '0 of 2 approvals', '[Approve]'),
    );
    await approvedBy(tale, 'grace', 'karen');
    await liveInProduction(tale, '2');
    await tale.check('production trained it: at the same commit, once, on its own data', () =>
      isTrained(tale, 'production'),
    );
    await tale.check('production predicts with v2', async () => (await endpoint.predict()).startsWith('v2: '));
    await tale.check('it is verified, and the card shows what production trained', () =>
      tale.card('production', `Verified: ${model}`, 'auc 0.9407'),
    );
  } finally {
    await endpoint.stop();
  }
}

/** Serves v1 of the model in production, and says so in the policy. */
async function endpointOf({ stage, model }: Tale) {
  const mlflow = stage.servers.production.url;
  const endpoint = await startEndpoint({ mlflow, model, version: '1', folder: stage.ground, bin: stage.bin });
  const more = productionLines(endpoint.control);
  await stage.system.setModels([{ name: model, like: 'fraud', path: ['dev', 'staging', 'production'], more }]);
  return endpoint;
}

/** What each environment tells a training of itself, as the run keeps it. */
const told = {
  staging: { model_stage: 'Staging', enable_prometheus: 'true', log_level: 'INFO' },
  production: { model_stage: 'Production', enable_prometheus: 'true', log_level: 'WARNING' },
} as const;

async function isTrained(tale: Tale, where: keyof typeof told): Promise<boolean> {
  const [run, ...more] = await trainingsOf(tale, where);
  if (run === undefined || more.length > 0) return false;
  const { tags } = run;
  const surroundings = {
    ...told[where],
    environment: where,
    data_path: `${tale.stage.ground}/data/${where}`,
    mlflow_experiment_name: `${tale.model}_${where}`,
    mlflow_tracking_uri: tale.stage.servers[where].line.url,
  };
  const knows = Object.entries(surroundings).every(([name, value]) => tags[`environment.${name}`] === value);
  return knows && tags['mlflow.source.git.commit'] === tale.stage.repository.commits.better.id;
}

/** Every run of the model's trainings there. */
export function trainingsOf({ stage, model }: Tale, where: Environment): Promise<readonly Run[]> {
  return stage.hands.runs(stage.servers[where].url, `${model}_${where}`);
}
