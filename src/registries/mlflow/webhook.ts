import { createHmac } from 'node:crypto';
import type { Refused } from '../../http/answer.ts';
import { isHostRefused } from '../../http/answer.ts';
import type { HttpRequest } from '../../http.ts';
import type { Call } from '../../ports.ts';
import { get, pathOf, send } from './calls.ts';
import { Nothing, OneWebhook, type Webhook, Webhooks } from './schema.ts';
import { codeOf, refusalOf, type Wire } from './wire.ts';

/** What Signalbox wants to hear of. The server answers in an order of its own. */
const events = [
  { entity: 'MODEL_VERSION', action: 'CREATED' },
  { entity: 'MODEL_VERSION_ALIAS', action: 'CREATED' },
  { entity: 'MODEL_VERSION_ALIAS', action: 'DELETED' },
] as const;

export type Ensured = 'present' | 'created' | 'not-allowed' | 'not-supported';

interface Wanted {
  readonly name: string;
  readonly url: string;
  readonly description: string;
  readonly secret: string;
}

/**
 * Makes sure of exactly one webhook of this name to this address, with our events and this secret. MLflow's names are not unique,
 * so it lists first, and once more after creating: of two processes that created one each, both keep the older one.
 */
export async function ensureWebhook(
  wire: Wire,
  registry: string,
  url: string,
  secret: string,
  call: Call,
): Promise<Ensured> {
  const answer = await wire.tryTo(Webhooks, list, call);
  if (answer.kind === 'refused') return refusedAs(answer);
  const wanted = { name: nameOf(registry), url, secret, description: describe(url, secret) };
  const before = await keepOne(wire, wanted, call);
  if (before !== null) {
    if (!isCurrent(before, wanted)) await repair(wire, before, wanted, call);
    return 'present';
  }
  await wire.ask(OneWebhook, send('POST', '/webhooks', { ...wanted, events, status: 'ACTIVE' }), call);
  await keepOne(wire, wanted, call);
  return 'created';
}

const list: HttpRequest = get('/webhooks', { max_results: '1000' });

/** On a server with users, webhooks are the administrators'; servers before 3.3 and hosted ones have none. */
function refusedAs(answer: Refused): Ensured {
  if (answer.status === 403 && !isHostRefused(answer)) return 'not-allowed';
  if (answer.status === 404 && codeOf(answer) !== 'RESOURCE_DOES_NOT_EXIST') return 'not-supported';
  if (answer.status === 501) return 'not-supported';
  throw refusalOf(answer);
}

async function keepOne(wire: Wire, { name, url }: Wanted, call: Call): Promise<Webhook | null> {
  const all = await wire.all(Webhooks, list, call);
  const [oldest, ...others] = all.filter((hook) => hook.name === name && hook.url === url).sort(byAge);
  for (const { id } of others) await wire.find(Nothing, send('DELETE', `/webhooks/${pathOf(id)}`, {}), call);
  return oldest ?? null;
}

function byAge(a: Webhook, b: Webhook): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

async function repair(wire: Wire, { id }: Webhook, { secret, description }: Wanted, call: Call): Promise<void> {
  const change = { secret, description, events, status: 'ACTIVE' };
  await wire.ask(OneWebhook, send('PATCH', `/webhooks/${pathOf(id)}`, change), call);
}

function isCurrent(hook: Webhook, { description }: Wanted): boolean {
  const heard = new Set(hook.events.map(({ entity, action }) => `${entity}.${action}`));
  const all = events.every(({ entity, action }) => heard.has(`${entity}.${action}`));
  return all && hook.status === 'ACTIVE' && hook.description === description;
}

/** The server never tells a secret again: the description carries a mark of it, so that a rotated one is noticed. */
function describe(url: string, secret: string): string {
  const mark = createHmac('sha256', secret).update(`signalbox webhook ${url}`).digest('hex').slice(0, 8);
  return `Signalbox listens here. Secret ${mark}.`;
}

function nameOf(registry: string): string {
  return `signalbox-${registry}`
    .replaceAll(/[^A-Za-z0-9._-]/g, '-')
    .slice(0, 63)
    .replace(/[^A-Za-z0-9]+$/, '');
}
