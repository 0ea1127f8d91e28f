import { isObject, type JsonObject } from '../json.ts';
import type { Machinery } from '../machinery.ts';
import { parseJson } from '../parse-json.ts';
import type { Delivered, Delivery } from '../world.ts';
import { signature } from './sign.ts';

/** How often and why an event is sent again. */
export type Retry = { readonly attempt: number; readonly reason: string };

/** Delivers over signed HTTP and waits for the acknowledgement, three seconds at most. */
export async function deliverByHttp(machinery: Machinery, delivery: Delivery, retry?: Retry): Promise<Delivered> {
  const url = machinery.requestUrl ?? delivery.url;
  if (!url) return { outcome: 'unreachable', ms: 0, status: 0, body: {} };
  const started = performance.now();
  const took = (): number => Math.round(performance.now() - started);
  const { type, text } = encode(delivery);
  const { signingSecret } = machinery.world.app;
  const headers = {
    'content-type': type,
    accept: 'application/json,*/*',
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    ...signature(signingSecret, text, Math.floor(Date.now() / 1000)),
    ...(retry ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason } : {}),
  };
  try {
    const signal = AbortSignal.timeout(machinery.ackMs);
    const response = await fetch(url, { method: 'POST', headers, body: text, signal });
    const body = bodyOf(await response.text());
    const outcome = response.status === 200 ? 'acked' : 'refused';
    const noRetry = response.headers.get('x-slack-no-retry') === '1';
    return { outcome, ms: took(), status: response.status, body, noRetry };
  } catch (cause) {
    const late = cause instanceof Error && cause.name === 'TimeoutError';
    return { outcome: late ? 'timeout' : 'unreachable', ms: took(), status: 0, body: {} };
  }
}

function encode({ kind, payload }: Delivery): { readonly type: string; readonly text: string } {
  if (kind === 'events_api') return { type: 'application/json', text: JSON.stringify(payload) };
  const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : stringFields(payload);
  return { type: 'application/x-www-form-urlencoded', text: new URLSearchParams(fields).toString() };
}

function stringFields(payload: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
}

function bodyOf(text: string): JsonObject {
  if (text.trim() === '') return {};
  const parsed = parseJson(text);
  return isObject(parsed) ? parsed : { text };
}
