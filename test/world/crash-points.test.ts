import { expect, test } from 'vitest';
import { approvedThere, type Crashed, crashAt, type Death, promoted } from './crash-points.ts';
import { dice } from './dice.ts';
import { clicked } from './hands.ts';
import { people } from './policy.ts';
import { settle } from './settle.ts';
import { carryOut } from './storm.ts';
import { trainedWorld, wronglyTrained } from './trained.ts';
import { newWorld, type World } from './world.ts';

const minute = 60_000;
const deaths: readonly Death[] = ['before', 'after'];

/** One story, with the worker dying at one place. */
type Story = (
  nth: number,
  death: Death,
) => Promise<Crashed & { readonly more: readonly string[]; readonly world: World }>;

const deployModel: Story = async (nth, death) => {
  const world = newWorld();
  const running = await approvedThere(world, 3);
  return { ...(await crashAt(world, running, { nth, death, rest: () => {} })), more: [], world };
};

const deployCode: Story = async (nth, death) => {
  const there = trainedWorld(dice(1), 'well');
  const running = await approvedThere(there.world, 3);
  const crashed = await crashAt(there.world, running, { nth, death, rest: there.rest });
  return { ...crashed, more: wronglyTrained(there), world: there.world };
};

/** A rollback of what deploy code brought. */
const rollback: Story = async (nth, death) => {
  const there = trainedWorld(dice(1), 'well');
  const { world } = there;
  const running = await approvedThere(world, 3);
  await settle(world, running, world.clock.now() + 60 * minute);
  await promoted(world, running, 4);
  await settle(world, running, world.clock.now() + 60 * minute);
  const request = {
    kind: 'roll-back' as const,
    model: 'churn',
    version: null,
    environment: 'production',
    reason: 'bad',
  };
  await carryOut(running, clicked(world, people.one, request));
  const crashed = await crashAt(world, running, { nth, death, rest: there.rest });
  return { ...crashed, more: wronglyTrained(there), world };
};

test.each<[string, Story, number]>([
  ['deploy model', deployModel, 40],
  ['deploy code', deployCode, 60],
  ['rollback', rollback, 30],
])(
  '%s: wherever a worker dies, before or after what it asked for was done, another one ends its work',
  async (_, story, least) => {
    let points = 0;
    for (const death of deaths) {
      for (let nth = 1; ; nth += 1) {
        const { died, release, wrong, more, world } = await story(nth, death);
        const champion = world.servers.production.models.get('churn')?.aliases.get('champion') ?? null;
        const at = `${death} message ${nth}`;
        expect({ at, wrong: [...wrong, ...more] }).toEqual({ at, wrong: [] });
        expect({ at, phase: release?.phase, live: release?.version, why: release?.failure ?? null }).toEqual({
          at,
          phase: 'verified',
          live: champion,
          why: null,
        });
        if (!died) break;
        points += 1;
      }
    }
    expect(points).toBeGreaterThan(2 * least);
  },
  10 * minute,
);
