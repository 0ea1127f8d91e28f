import { expect, test } from 'vitest';
import { type Hand, planOf } from '../../src/cli/by-hand-plan.ts';
import { parsePolicy } from '../../src/policy/parse.ts';
import { Version } from '../../src/release/ids.ts';
import { policiesOf } from '../fakes/policies.ts';
import { type FakeServer, fakeRegistry, fakeServer, loggedNothing, register } from '../fakes/registry.ts';
import { policyText } from '../features/support.ts';

/** Two versions in both environments; the second is live, the first was before. */
function bothLive() {
  const parsed = parsePolicy(policyText, 'policy');
  if (!parsed.ok) throw new Error('no policy');
  const servers = { 'mlflow-staging': fakeServer('staging'), 'mlflow-prod': fakeServer('prod') };
  for (const server of Object.values(servers)) {
    for (const files of [{ a: '1' }, { a: '2' }]) register(server, 'churn', { ...loggedNothing, files, at: 1 });
    aliases(server).set('champion', Version.parse('2')).set('previous', Version.parse('1'));
  }
  const clock = () => 0;
  const of: Readonly<Record<string, FakeServer>> = servers;
  const here = {
    lanes: policiesOf(policyText).lanes(),
    entries: parsed.policy.registries,
    registry: (name: string) => fakeRegistry(name, of[name] ?? fakeServer(name), clock),
    clock,
  };
  return { production: aliases(servers['mlflow-prod']), told: async (hand: Hand) => (await planOf(here, hand)).words };
}

function aliases({ models }: FakeServer): Map<string, Version> {
  const model = models.get('churn');
  if (model === undefined) throw new Error('no model');
  return model.aliases;
}

const back = { kind: 'rollback', model: 'churn', environment: null, version: null } as const;

test('where production lost its alias, what is printed is still for production', async () => {
  const { production, told } = bothLive();
  production.delete('champion');
  expect(String(await told(back))).toContain('in production, on mlflow-prod: back from nothing to v1.');
});

test('where nothing there says what was live, a named version can be put back in a named environment', async () => {
  const { production, told } = bothLive();
  production.clear();
  const there = { ...back, environment: 'production' };
  expect(String(await told(there))).toContain('Nothing of it is live in production');
  expect(String(await told({ ...there, version: Version.parse('2') }))).toContain('back from nothing to v2.');
});
