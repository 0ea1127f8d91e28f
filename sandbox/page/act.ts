import type { JsonObject } from '../slack/json.ts';
import type { Acted } from '../slack/people/acted.ts';

/** What became of something that was done: as the app and the workspace answered, or why it could not be done at all. */
export type Done = Partial<Acted> & { readonly error?: string };

/** Does something through the control API. */
export async function act(what: string, body: JsonObject): Promise<Done> {
  try {
    return await post(`/control/${what}`, body);
  } catch {
    return { error: 'The workspace does not answer' };
  }
}

/** Asks the app for the options of a menu. */
export async function suggest(body: JsonObject): Promise<readonly JsonObject[]> {
  const options: unknown = await post('/control/suggest', body);
  return Array.isArray(options) ? options : [];
}

/** Says how far somebody has read. */
export async function markRead(as: string, place: { channel: string; thread?: string }, ts: string): Promise<void> {
  await post('/page/read', { as, ...place, ts });
}

/** One request of the traffic log with everything that travelled. */
export async function readTraffic(number: number): Promise<JsonObject> {
  return (await fetch(`/page/traffic/${number}`)).json();
}

async function post(path: string, body: JsonObject): Promise<Done> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.json();
}
