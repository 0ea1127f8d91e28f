import { registryContract } from '../../contracts/registry.ts';
import { mlflow, unique } from '../../support/mlflow.ts';
import { client } from './client.ts';
import { asker, plainMlmodel, seedVersion } from './seed.ts';

registryContract('MLflow 3.18', async () => {
  const [staging, production] = await Promise.all([mlflow('staging'), mlflow('production')]);
  const ask = asker(staging.url);
  return {
    registry: client(staging.url, 'mlflow-staging').registry,
    again: client(staging.url, 'mlflow-same-server').registry,
    elsewhere: client(production.url, 'mlflow-prod').registry,
    newName: () => unique("it's a model"),
    addVersion: async (name, files) => {
      const seeded = await seedVersion(ask, name, {
        files: { ...files, MLmodel: plainMlmodel },
        metrics: [
          { key: 'auc', value: 0.861, dataset: 'holdout' },
          { key: 'auc', value: 0.9, dataset: 'train' },
          { key: 'loss', value: 'NaN', dataset: 'holdout' },
          { key: 'rmse', value: 0, dataset: 'holdout' },
          { key: 'only_run', value: 1.5, run: true },
        ],
        params: { C: '0.1' },
        runTags: { 'mlflow.source.git.commit': 'a'.repeat(40), dataset_version: '7' },
        versionTags: { team: 'growth', 'signalbox.policy': 'old' },
        datasets: [{ name: 'holdout', digest: 'digest-of-holdout', context: 'eval' }],
        description: 'as trained',
      });
      return seeded.version;
    },
    addRun: async (name, files, artifacts) =>
      seedVersion(ask, name, {
        files: { ...files, MLmodel: plainMlmodel },
        artifacts: Object.fromEntries(
          Object.entries(artifacts).map(([path, content]) => [
            path.split('/').map(encodeURIComponent).join('/'),
            content,
          ]),
        ),
        metrics: [
          { key: 'auc', value: 0.861, dataset: 'holdout' },
          { key: 'only_run', value: 1.5, run: true },
        ],
        params: { C: '0.1' },
        runTags: { 'mlflow.runName': 'calm-otter' },
        versionTags: { team: 'growth' },
        datasets: [{ name: 'holdout', digest: 'digest-of-holdout', context: 'eval' }],
        description: 'as trained',
      }),
    removeVersion: async (name, version) => void (await ask('DELETE', '/model-versions/delete', { name, version })),
  };
});
