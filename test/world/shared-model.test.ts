import { expect, test } from 'vitest';
import { policiesOf } from '../fakes/policies.ts';
import { approvedThere, crashAt, type Death } from './crash-points.ts';
import { policyText } from './policy.ts';
import { newWorld } from './world.ts';

const minute = 60_000;
const deaths: readonly Death[] = ['before', 'after'];

/** Both environments have the same registered model, and an alias each. */
const shared = policiesOf(
  policyText
    .replace('registry: staging\n', 'registry: staging\n    alias: staging\n')
    .replace('registry: production\n', 'registry: staging\n    alias: production\n'),
);

test(
  'one registered model for two environments: wherever a worker dies, each alias ends where its own environment has it',
  async () => {
    let points = 0;
    for (const death of deaths) {
      for (let nth = 1; ; nth += 1) {
        const world = newWorld(shared);
        const running = await approvedThere(world, 3);
        const { died, release } = await crashAt(world, running, { nth, death, rest: () => {} });
        const { aliases, versions } = world.servers.staging.models.get('churn') ?? {};
        const live = [...world.memory.lanes.values()].map((lane) => `${lane.lane} v${lane.live?.version}`).sort();
        const at = `${death} message ${nth}`;
        expect({ at, phase: release?.phase, live, aliases: Object.fromEntries(aliases ?? []) }).toEqual({
          at,
          phase: 'verified',
          live: [`churn/production v${release?.version}`, `churn/staging v${release?.version}`],
          aliases: { staging: release?.version, production: release?.version, candidate: expect.anything() },
        });
        expect(versions?.size).toBe(3);
        if (!died) break;
        points += 1;
      }
    }
    expect(points).toBeGreaterThan(60);
  },
  10 * minute,
);
