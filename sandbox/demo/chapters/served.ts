import { type Endpoint, servingSecret, startEndpoint } from '../endpoint.ts';
import { type Callers, startCallers } from '../fraud/callers.ts';
import type { Transaction } from '../fraud/data.ts';
import type { Tale } from '../tale.ts';

/** What is live in production, as callers have it. */
export type Served = { readonly endpoint: Endpoint; readonly callers: Callers };

type Options = {
  /** What callers ask about, over and over. */
  readonly transactions: readonly Transaction[];
  /** What the policy says of the model in production besides, between the braces. */
  readonly watch?: string;
};

/** Plays a part while v1 of a fraud model is served in production, as the policy then says, and asked all the time; all ends with the part. */
export async function whileServed(
  tale: Tale,
  { transactions, watch }: Options,
  play: (served: Served) => Promise<void>,
): Promise<void> {
  const { stage, model } = tale;
  const mlflow = stage.servers.production.url;
  const endpoint = await startEndpoint({ mlflow, model, version: '1', folder: stage.ground, bin: stage.bin });
  const { counts } = stage.system.watching;
  const callers = startCallers({ endpoint, model, counts, transactions });
  try {
    const more = productionLines(endpoint.control, watch);
    await stage.system.setModels([{ name: model, like: 'fraud', more }]);
    await play({ endpoint, callers });
  } finally {
    await callers.stop();
    await endpoint.stop();
  }
}

/** What the policy says of production where it is served at this address. */
export function productionLines(control: string, watch?: string): readonly string[] {
  const serving = `serving: { mlflow-serve: "${control}", secret: env:${servingSecret.name}, timeout: 3m }`;
  return [`in: { production: { ${[serving, ...(watch === undefined ? [] : [watch])].join(', ')} } }`];
}

/** Waits until what is served answers with that version. */
export function predictsWith(tale: Tale, { endpoint }: Served, version: string): Promise<void> {
  return tale.check(`production predicts with v${version}`, async () =>
    (await endpoint.predict()).startsWith(`v${version}: `),
  );
}
