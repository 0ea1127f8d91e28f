import { Version } from '../../src/release/ids.ts';
import { fakeRegistry, fakeServer, loggedNothing, logRun, register } from '../fakes/registry.ts';
import { registryContract } from './registry.ts';

let names = 0;

registryContract('the fake registry', async () => {
  const [here, there] = [fakeServer('here'), fakeServer('there')];
  return {
    registry: fakeRegistry('one', here, Date.now),
    elsewhere: fakeRegistry('two', there, Date.now),
    again: fakeRegistry('three', here, Date.now),
    newName: () => {
      names += 1;
      return `model-${names}`;
    },
    addVersion: async (name, files) => {
      const metrics = [{ name: 'auc', value: 0.9, dataset: null }];
      const environment = environmentIn(files);
      return register(here, name, { files, at: Date.now(), metrics, tags: { team: 'growth' }, run, environment });
    },
    addRun: async (name, files, artifacts) => {
      const logged = { run, environment: environmentIn(files) };
      names += 1;
      const id = `run-${names}`;
      logRun(here, id, { logged: { ...loggedNothing, ...logged }, files, artifacts, experiment: 'churn' });
      return { run: id, experiment: 'churn', version: register(here, name, { files, at: Date.now(), ...logged }) };
    },
    removeVersion: async (name, version) => {
      here.models.get(name)?.versions.delete(Version.parse(version));
    },
  };
});

const run = {
  id: 'run-1',
  status: 'finished' as const,
  startedAt: 1,
  endedAt: 2,
  user: 'pat@corp.example',
  commit: null,
  commitAuthor: null,
  branch: null,
  repository: null,
  dirty: false,
  tags: {},
  url: null,
};

/** The fake reads no files: it is told what they say. */
function environmentIn(files: Readonly<Record<string, string>>) {
  const requirements = { mlflow: '3.18.0', numpy: null, 'scikit-learn': '1.6.1' };
  return 'requirements.txt' in files ? { python: '3.11.4', requirements } : null;
}
