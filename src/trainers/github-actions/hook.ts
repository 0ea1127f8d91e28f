import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../../http/answer.ts';
import type { ReleaseId } from '../../release/ids.ts';
import { correlated } from './correlation.ts';

/** What a webhook of GitHub says: look at this training. `delivery` is the same when GitHub sends it again. */
export type HookReading =
  | { readonly kind: 'hint'; readonly delivery: string; readonly release: ReleaseId; readonly attempt: number }
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'forged'; readonly why: string }
  | { readonly kind: 'malformed'; readonly why: string };

type Headers = Readonly<Record<string, string | undefined>>;

/** GitHub sends some 30 KB; whatever is much longer is not about a run. */
const maxBytes = 1024 * 1024;

/**
 * Checks a webhook of GitHub as GitHub signs it, HMAC-SHA256 over the raw body, and reads which training it is about. GitHub signs
 * no time: whoever acts on a hint takes each delivery once, and reads the run again. `secrets` are all that count now.
 */
export function readWorkflowRun(headers: Headers, body: Buffer, secrets: readonly string[]): HookReading {
  const all = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const signature = /^sha256=([0-9a-f]{64})$/.exec(all.get('x-hub-signature-256') ?? '')?.[1];
  if (signature === undefined) return forged('it is not signed: the webhook was made without a secret');
  if (body.length > maxBytes) return { kind: 'malformed', why: `longer than ${maxBytes} bytes` };
  if (!secrets.some((secret) => isSignedBy(secret, signature, body))) return forged('the signature is not ours');
  const delivery = all.get('x-github-delivery') ?? '';
  if (!/^[\w-]{1,100}$/.test(delivery)) return { kind: 'malformed', why: 'its delivery id is missing' };
  const event = all.get('x-github-event') ?? '';
  return event === 'workflow_run' ? meaning(delivery, body) : ignored(`nothing follows from ${event.slice(0, 100)}`);
}

function isSignedBy(secret: string, signature: string, body: Buffer): boolean {
  const mac = createHmac('sha256', secret).update(body).digest();
  return secret !== '' && timingSafeEqual(mac, Buffer.from(signature, 'hex'));
}

const Told = z.object({
  action: z.string(),
  workflow_run: z.object({ display_title: z.string(), event: z.string() }),
});

function meaning(delivery: string, body: Buffer): HookReading {
  const told = Told.safeParse(parseJson(body.toString('utf8')));
  if (!told.success) {
    const [issue] = told.error.issues;
    return { kind: 'malformed', why: `${['$', ...(issue?.path ?? [])].map(String).join('.')}: ${issue?.message}` };
  }
  const { display_title, event } = told.data.workflow_run;
  // Names of other runs are written by whoever pushes: a commit's first line.
  if (event !== 'workflow_dispatch') return ignored('nobody dispatched this run');
  const training = correlated(display_title);
  return training === null ? ignored('its name speaks of no training') : { kind: 'hint', delivery, ...training };
}

function forged(why: string): HookReading {
  return { kind: 'forged', why };
}

function ignored(why: string): HookReading {
  return { kind: 'ignored', why };
}
