import { request } from 'undici';
import { sealing } from '../../src/http/signature.ts';
import { type Drift, shiftedFrom } from './fraud/drift.ts';
import { reportsSecret } from './watching.ts';

/** So much of the inputs may have shifted. */
const most = 0.3;

export type Report = {
  readonly model: string;
  readonly drift: Drift;
  readonly samples: { readonly current: number; readonly reference: number };
};

/** Sends what a drift report found to Signalbox, signed, as its job would; answers with the state that it told. */
export async function sendReport(
  origin: string,
  { model, drift, samples }: Report,
  now = new Date(),
): Promise<'firing' | 'resolved'> {
  const state = drift.share > most ? 'firing' : 'resolved';
  const document = {
    v: 1,
    kind: 'input-drift',
    state,
    model,
    environment: 'production',
    at: now.toISOString(),
    method: 'psi',
    score: { name: 'share of drifted inputs', value: drift.share, bound: { sign: '<=', value: most } },
    samples,
    features: drift.features.map((feature) => ({ ...feature, bound: shiftedFrom })),
  };
  const body = JSON.stringify(document);
  const seal = { timestamp: String(Math.floor(now.getTime() / 1_000)), delivery: crypto.randomUUID(), body };
  const { statusCode, body: answer } = await request(`${origin}/webhooks/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...sealing(seal, reportsSecret.value) },
    body,
    headersTimeout: 10_000,
    bodyTimeout: 10_000,
  });
  if (statusCode !== 200) throw new Error(`The report was answered ${statusCode}: ${await answer.text()}`);
  await answer.dump();
  return state;
}
