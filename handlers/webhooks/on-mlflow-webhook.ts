import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Delivery } from '../../src/release/command.ts';
import type { HandlerDeps } from '../deps.ts';
import { readBody } from '../read-body.ts';
import { answer, type Route } from '../routes.ts';

const mostBytes = 1_048_576;

/** A registry tells what happened: verified over the raw bytes, stored, answered, and only then carried out. */
export function onMlflowWebhook(deps: HandlerDeps): Route {
  return {
    method: 'POST',
    path: '/webhooks/mlflow/:registry',
    async handle(request, response, registry) {
      const source = deps.sources().get(registry);
      if (!source) return answer(response, 404);
      const body = await readBody(request, mostBytes);
      if (body.kind !== 'read') return answer(response, body.kind === 'too-large' ? 413 : 408);
      const reading = source.read(headersOf(request), body.bytes, deps.clock());
      if (reading.kind !== 'deliveries') {
        deps.log.info({ registry, reading }, 'Webhook not taken');
        return answer(response, { ignored: 200, forged: 401, malformed: 400 }[reading.kind]);
      }
      await take(deps, reading.deliveries, response);
    },
  };
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
