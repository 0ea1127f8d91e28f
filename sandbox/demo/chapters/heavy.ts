import type { Tale } from '../tale.ts';
import { askForProduction } from './asking.ts';

const slowly = 4_000_000;

/** Asks for a version, live in staging, whose files are large enough that something can happen while they are copied. */
export async function askForHeavy(tale: Tale): Promise<void> {
  await askForProduction(tale, '3');
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
