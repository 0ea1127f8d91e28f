import { join } from 'node:path';
import { countedByShop } from './chapters/bad-release.ts';
import { productionLines } from './chapters/served.ts';
import { type Endpoint, startEndpoint } from './endpoint.ts';
import { type Callers, startCallers } from './fraud/callers.ts';
import { holidays, ordinaryDay, type Transaction, transactions } from './fraud/data.ts';
import { trainByHand } from './fraud/train.ts';
import { type Print, progress } from './progress.ts';
import { reportAgainAndAgain } from './scene-reports.ts';
import type { Surroundings } from './surroundings.ts';
import type { System } from './system.ts';

/** Where a trouble is made: at the demo that somebody tries. */
export type Place = { readonly surroundings: Surroundings; readonly system: System; readonly print: Print };

/** What is served and asked all the time, and by whom. */
export type Scene = { readonly model: string; readonly endpoint: Endpoint; readonly callers: Callers };

/** What the policy says where a person is to press Cancel. */
export const watchedByHand =
  'watch: { for: 5m, of: [performance], on-breach: auto-rollback, automates: [performance], countdown: 60s }';

/** What a person can have happen, what it is called at the prompt, and what they are told to do then. */
const all = {
  bad: {
    model: 'fraud-shops',
    transactions: () => transactions(ordinaryDay).map(countedByShop),
    watch: watchedByHand,
    says: (model) => `${model} v1 is served in production and asked 200 times a second; Prometheus counts who was right.
v2 passed every gate, and is wrong about what shops send. Let it in:

  as ada
  /mlops promote ${model}@2 to production because it sees more
  as grace
  press Approve
  as karen
  press Approve

Half a minute after it is live there is an alert in #production, with a picture in its thread. A minute later v2 goes back to v1 by itself,
unless otto, grace or karen presses Cancel the return.`,
  },
  shift: {
    model: 'fraud-holidays',
    transactions: () => transactions(holidays),
    watch: undefined,
    says: (
      model,
    ) => `${model} v1 is served in production, and the holidays have begun: everybody spends twice as much, twice as far from home.
A drift report on 4,000 logged requests comes in half a minute, and every half minute from then on. Its alert in #production recommends to retrain:

  as ada
  press Retrain
  as grace
  press Approve
  as karen
  press Approve

What is trained comes back for review with its own numbers. Once it is live, the next report finds nothing: the alert is over.`,
  },
} as const satisfies Record<string, Kind>;

type Kind = {
  readonly model: string;
  transactions(): readonly Transaction[];
  /** What the policy says of it in production besides. */
  readonly watch: string | undefined;
  says(model: string): string;
};

/** Makes troubles for a person at the demo, each once. */
export type Scenes = {
  /** Makes the trouble of this name, and tells what to do; throws where there is none. */
  play(name: string): Promise<void>;
  stop(): Promise<void>;
};

export function scenesAt(place: Place): Scenes {
  const playing = new Map<string, Promise<void>>();
  const endings: (() => Promise<void>)[] = [];
  return {
    async play(name) {
      if (!isScene(name))
        throw new Error(`There is nothing called ${name} to play. There is: ${Object.keys(all).join(', ')}.`);
      const going = playing.get(name) ?? begin(place, name, endings);
      playing.set(name, going);
      await going.catch((cause: unknown) => {
        playing.delete(name);
        throw cause;
      });
      const { model, says } = all[name];
      place.print(`\n${says(model)}`);
    },
    async stop() {
      for (const end of endings.splice(0).reverse()) await end();
    },
  };
}

function isScene(name: string): name is keyof typeof all {
  return Object.hasOwn(all, name);
}

async function begin(place: Place, name: keyof typeof all, endings: (() => Promise<void>)[]): Promise<void> {
  const { model, watch, transactions: made } = all[name];
  const { urls, ground, bin } = place.surroundings;
  const { watching, setModels } = place.system;
  const step = progress(place.print);
  place.print('Three trainings and a server: half a minute');
  await step(`${model}: v1 live, v2 in staging`, () => trained(place.surroundings, model));
  const endpoint = await step(`${model} v1 is served`, () =>
    startEndpoint({ mlflow: urls.production, model, version: '1', folder: ground, bin }),
  );
  endings.push(() => endpoint.stop());
  const callers = startCallers({ endpoint, model, counts: watching.counts, transactions: made() });
  endings.push(() => callers.stop());
  await step('Signalbox knows it', () =>
    setModels([{ name: model, like: 'fraud', more: productionLines(endpoint.control, watch) }]),
  );
  if (name === 'shift') endings.push(reportAgainAndAgain(place, { model, endpoint, callers }));
}

/** One training after the other: each takes a core for some seconds. */
async function trained({ repository, urls, ground, hands, bin }: Surroundings, model: string): Promise<void> {
  const { first, better } = repository.commits;
  const train = (environment: 'staging' | 'production', { id: commit }: { readonly id: string }) =>
    trainByHand(repository, {
      environment,
      commit,
      model,
      server: urls[environment],
      data: join(ground, 'data', environment),
      bin,
    });
  await train('production', first);
  await hands.alias(urls.production, model, 'champion', '1');
  await train('staging', first);
  await train('staging', better);
  await hands.alias(urls.staging, model, 'champion', '2');
}
