import type { Tale } from '../tale.ts';
import { askForProduction } from './asking.ts';

const slowly = 4_000_000;

/** Asks for a version whose files are large enough that something can happen while they are copied. */
export async function askForHeavy(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  const version = await stage.hands.register(stage.servers.staging.url, model, stage.trained.heavy);
  await askForProduction(tale, version);
}

/** Does something while the line to production is slow, and makes it fast again whatever comes of it. */
export async function copying({ stage, slowness }: Tale, meanwhile: () => Promise<void>): Promise<void> {
  const { line } = stage.servers.production;
  line.slow(slowly / slowness);
  try {
    await meanwhile();
  } finally {
    line.slow(null);
  }
}
