import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../../http/answer.ts';
import type { Source, SourceReading } from '../../ports.ts';
import type { Request } from '../../release/command.ts';
import { commandId } from '../command-id.ts';
import { AnyVersion } from './schema-parts.ts';

export interface MlflowSourceOptions {
  readonly registry: string;
  /** Every secret that counts now: while one is being replaced, the old and the new. */
  readonly secrets: readonly string[];
}

const toleranceMs = 300_000;

/** MLflow's webhooks: checked as MLflow signs them, then read. What they say is a hint; whoever acts reads the registry again. */
export function mlflowSource({ registry, secrets }: MlflowSourceOptions): Source {
  return {
    name: registry,
    read(headers, body, now) {
      const signed = signatureOf(headers);
      if (typeof signed === 'string') return { kind: 'forged', why: signed };
      if (!secrets.some((secret) => isSignedBy(secret, signed, body))) return forged('the signature is not ours');
      const skew = Math.abs(now - Number(signed.timestamp) * 1_000);
      if (!(skew <= toleranceMs)) return forged('it was signed more than five minutes ago, or in the future');
      return meaning(registry, signed.delivery, body, now);
    },
  };
}

interface Signed {
  readonly delivery: string;
  readonly timestamp: string;
  readonly signatures: readonly string[];
}

type Headers = Readonly<Record<string, string | undefined>>;

function signatureOf(headers: Headers): Signed | string {
  const all = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const delivery = all.get('x-mlflow-delivery-id');
  const timestamp = all.get('x-mlflow-timestamp');
  const signature = all.get('x-mlflow-signature');
  if (!signature) return 'it is not signed: the webhook was made without a secret';
  if (!delivery || !timestamp || !/^\d{1,12}$/.test(timestamp)) return 'its delivery id or timestamp is missing';
  return { delivery, timestamp, signatures: signature.split(' ').filter((part) => part.startsWith('v1,')) };
}

/** HMAC-SHA256 over `<delivery id>.<timestamp>.<raw body>`, keyed by the secret's own text. */
function isSignedBy(secret: string, { delivery, timestamp, signatures }: Signed, body: Buffer): boolean {
  const mac = createHmac('sha256', secret).update(`${delivery}.${timestamp}.`).update(body).digest();
  return secret !== '' && signatures.filter((signature) => matches(mac, signature)).length > 0;
}

function matches(mac: Buffer, signature: string): boolean {
  const given = Buffer.from(signature.slice('v1,'.length), 'base64');
  return given.length === mac.length && timingSafeEqual(given, mac);
}

const Envelope = z.object({ entity: z.string(), action: z.string(), data: z.looseObject({ name: z.string().min(1) }) });
const NewVersion = z.object({ data: z.object({ name: z.string(), version: AnyVersion }) });
const AliasSet = z.object({ data: z.object({ name: z.string(), alias: z.string().min(1), version: AnyVersion }) });
const AliasGone = z.object({ data: z.object({ name: z.string(), alias: z.string().min(1) }) });

/** What each event asks of us; all other events are none of our business. */
const meanings: Readonly<Record<string, (registry: string) => z.ZodType<Request>>> = {
  'model_version.created': (registry) =>
    NewVersion.transform(({ data }) => ({
      kind: 'version-registered',
      registry,
      name: data.name,
      version: data.version,
    })),
  'model_version_alias.created': (registry) =>
    AliasSet.transform(({ data: { name, alias, version } }) => ({
      kind: 'alias-moved',
      registry,
      name,
      alias,
      version,
    })),
  'model_version_alias.deleted': (registry) =>
    AliasGone.transform(({ data: { name, alias } }) => ({ kind: 'alias-moved', registry, name, alias, version: null })),
};

/** MLflow's own name for the model in the deliveries that its "test" button sends. */
const testModel = 'example_model';

function meaning(registry: string, delivery: string, body: Buffer, now: number): SourceReading {
  const json = parseJson(body.toString('utf8'));
  const envelope = Envelope.safeParse(json);
  if (!envelope.success) return malformed(envelope.error);
  const event = `${envelope.data.entity}.${envelope.data.action}`;
  const schema = Object.hasOwn(meanings, event) ? meanings[event]?.(registry) : undefined;
  if (schema === undefined) return { kind: 'ignored', why: `nothing follows from ${event.slice(0, 100)}` };
  if (envelope.data.data.name === testModel) return { kind: 'ignored', why: 'a test delivery' };
  const request = schema.safeParse(json);
  if (!request.success) return malformed(request.error);
  const id = commandId(`mlflow:${registry}:${delivery}`);
  const by = { kind: 'registry' as const, name: registry };
  return { kind: 'deliveries', deliveries: [{ id, at: now, by, where: null, request: request.data }] };
}

function forged(why: string): SourceReading {
  return { kind: 'forged', why };
}

function malformed({ issues }: z.ZodError): SourceReading {
  const [issue] = issues;
  const path = ['$', ...(issue?.path ?? [])].map(String).join('.');
  return { kind: 'malformed', why: `${path}: ${issue?.message ?? 'not what MLflow sends'}` };
}
