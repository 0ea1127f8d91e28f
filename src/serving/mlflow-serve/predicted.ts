import { z } from 'zod';
import { parseJson } from '../../http/answer.ts';

const Predictions = z.object({ predictions: z.json() });
const patienceMs = 30_000;

/** Asks for a prediction, and answers with it as JSON; throws when there was none. */
export async function predicted(port: number, question: object): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
    signal: AbortSignal.timeout(patienceMs),
  });
  const text = await response.text();
  const parsed = Predictions.safeParse(parseJson(text));
  if (response.ok && parsed.success) return JSON.stringify(parsed.data.predictions);
  throw new Error(`asked for a prediction, it answered ${response.status} ${text.slice(0, 100)}`);
}
