import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Source } from '../../src/ports.ts';
import type { Delivery } from '../../src/release/command.ts';
import type { HandlerDeps } from '../deps.ts';
import { readBody } from '../read-body.ts';
import { answer } from '../routes.ts';

const mostBytes = 1_048_576;

/** One webhook: verified over the raw bytes, stored, answered, and only then carried out. Where nobody reads it, it is not there; what is wrong with its shape is answered in words. */
export async function takeWebhook(
  deps: HandlerDeps,
  source: Source | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (source === null) return answer(response, 404);
  const body = await readBody(request, mostBytes);
  if (body.kind !== 'read') return answer(response, body.kind === 'too-large' ? 413 : 408);
  const reading = source.read(headersOf(request), body.bytes, deps.clock());
  if (reading.kind === 'deliveries') return take(deps, reading.deliveries, response);
  deps.log.info({ source: source.name, reading }, 'Webhook not taken');
  const words = reading.kind === 'malformed' ? reading.why : '';
  answer(response, { ignored: 200, forged: 401, malformed: 400 }[reading.kind], words);
}

async function take(deps: HandlerDeps, deliveries: readonly Delivery[], response: ServerResponse): Promise<void> {
  const claims = await Promise.allSettled(deliveries.map((delivery) => deps.inbox.take(delivery)));
  const lost = claims.find((claim) => claim.status === 'rejected');
  if (lost) deps.log.error({ error: lost.reason }, 'Webhook could not be stored');
  answer(response, lost ? 503 : 200);
  const ours = deliveries.filter((_, at) => claims[at]?.status === 'fulfilled' && claims[at].value === 'ours');
  for (const delivery of ours) await carryOut(deps, delivery);
}

/** Whatever fails here is in the inbox and is taken up again by a worker. */
async function carryOut({ releases, inbox, log }: HandlerDeps, delivery: Delivery): Promise<void> {
  try {
    await releases.handle(delivery);
    await inbox.done(delivery.id);
  } catch (error) {
    log.warn({ delivery: delivery.id, error }, 'Webhook is stored and will be handled later');
  }
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}
