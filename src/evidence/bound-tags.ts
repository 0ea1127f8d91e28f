/**
 * Tags that change without anybody touching the model, so that binding them would void approvals for nothing: MLflow appends
 * to these when more is logged beside the model, when a version is registered or copied, and when its own jobs run.
 */
const bookkeeping = new Set([
  'mlflow.log-model.history',
  'mlflow.loggedArtifacts',
  'mlflow.loggedImages',
  'mlflow.datasets',
  'mlflow.modelVersions',
  'mlflow.latest_checkpoint_artifact',
]);

const bookkeepingPrefixes = [
  'signalbox.',
  'mlflow.genaiEvaluate.',
  'mlflow.issueDetection.',
  'mlflow.latestOnlineScoring.',
  'mlflow.customView.',
];

/** All tags that approvals are bound to: `version:` and `run:` before the key say whose tag it is, so that no two can meet. */
export function boundTags(
  version: Readonly<Record<string, string>>,
  run: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries([...prefixed('version', version), ...prefixed('run', run)]);
}

function prefixed(owner: 'version' | 'run', tags: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(tags)
    .filter(([key]) => !bookkeeping.has(key) && !bookkeepingPrefixes.some((prefix) => key.startsWith(prefix)))
    .map(([key, value]) => [`${owner}:${key}`, value]);
}
