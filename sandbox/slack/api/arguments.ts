import { isObject, type JsonObject } from '../json.ts';
import { parseJson } from '../parse-json.ts';

/** Reads the arguments of a call from a JSON, form or multipart body; `undefined` when the body is none of these. */
export async function readArguments(contentType: string, body: Buffer): Promise<JsonObject | undefined> {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (body.length === 0) return {};
  if (type === 'application/json') {
    const parsed = parseJson(body.toString());
    return isObject(parsed) ? parsed : undefined;
  }
  if (type === 'multipart/form-data') return multipart(contentType, body);
  return Object.fromEntries(new URLSearchParams(body.toString()));
}

async function multipart(contentType: string, body: Buffer): Promise<JsonObject | undefined> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    return Object.fromEntries([...form].map(([name, value]) => [name, typeof value === 'string' ? value : value.name]));
  } catch {
    return undefined;
  }
}
