import { Version } from '../../src/release/ids.ts';
import { fakeRegistry, fakeServer, register } from '../fakes/registry.ts';
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
      return register(here, name, { files, at: Date.now(), metrics, tags: { team: 'growth' }, run });
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
