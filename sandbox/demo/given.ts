import type { CommitName } from './fraud/repository.ts';
import type { Stage } from './stage.ts';

/** How things are with a model before Signalbox hears of it. */
export type Given = (stage: Stage, model: string) => Promise<void>;

/** v1 is live on both servers; v2 is better and waits in staging. */
export const waiting: Given = async (stage, model) => {
  await liveBefore(stage, model);
  await stage.hands.register(stage.servers.staging.url, model, stage.trained.better);
};

/** v1 is live in production; of what was trained on the staging server since then the last one is live there. */
export function staged(...kinds: readonly (keyof Stage['trained'])[]): Given {
  return async (stage, model) => {
    await liveBefore(stage, model);
    for (const kind of kinds)
      await stage.hands.register(stage.servers.staging.url, model, stage.trained[kind], 'champion');
  };
}

/** The fraud model: v1 is live in staging and in production; v2 was trained in staging at another commit and is live there. */
export function fraudStaged(commit: CommitName): Given {
  return async ({ hands, servers: { staging, production }, fraud }, model) => {
    await hands.register(production.url, model, fraud('production', 'first'), 'champion');
    await hands.register(staging.url, model, fraud('staging', 'first'));
    await hands.register(staging.url, model, fraud('staging', commit), 'champion');
  };
}

/** The fraud model: v1 is live everywhere; v2 was trained in dev, at a better commit. */
export const fraudInDev: Given = async ({ hands, servers, fraud }, model) => {
  for (const name of ['dev', 'staging', 'production'] as const)
    await hands.register(servers[name].url, model, fraud(name, 'first'), 'champion');
  await hands.register(servers.dev.url, model, fraud('dev', 'better'));
};

async function liveBefore({ hands, servers, trained }: Stage, model: string): Promise<void> {
  await hands.register(servers.production.url, model, trained.before, 'champion');
  await hands.register(servers.staging.url, model, trained.live, 'champion');
}

/** What is live in staging was measured on other data than what is live in production. */
export const measuredElsewhere: Given = async (stage, model) => {
  await staged('better')(stage, model);
  const { hands, servers } = stage;
  const elsewhere = await hands.train(servers.staging.url, 'elsewhere');
  await hands.register(servers.staging.url, model, elsewhere, 'champion');
};
