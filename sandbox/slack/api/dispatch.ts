import { pause } from '../clock.ts';
import { type JsonObject, objectsOf, textOf } from '../json.ts';
import { type Machinery, record } from '../machinery.ts';
import { channelNamed } from '../people.ts';
import { hasScope, missingScope } from '../rights.ts';
import type { World } from '../world.ts';
import { type Call, type Method, no, noWith } from './call.ts';
import { METHODS } from './methods.ts';

const COMPLETE = 'files.completeUploadExternal';

/** One HTTP request to the Web API. */
export type ApiRequest = { readonly method: string; readonly token: string; readonly args: JsonObject | undefined };

/** What goes back; `lost` means that the connection breaks instead. */
export type ApiReply = {
  readonly status: number;
  readonly body: JsonObject;
  readonly retryAfter?: number | undefined;
  readonly fault?: string | undefined;
  readonly lost?: true | undefined;
};

/** Answers one Web API call and writes it down. */
export async function answerCall(machinery: Machinery, request: ApiRequest): Promise<ApiReply> {
  const started = performance.now();
  const latency = machinery.faults.strike('latency', request.method);
  if (latency) await pause(latency.ms);
  const reply = faulty(machinery, request.method) ?? limited(machinery, request) ?? answered(machinery, request);
  record(machinery.world, {
    direction: 'from-app',
    name: request.method,
    status: reply.status,
    ms: Math.round(performance.now() - started),
    refused: reply.body['ok'] === true ? undefined : String(reply.body['error']),
    fault: reply.fault ?? latency?.kind,
    request: request.args ?? {},
    answer: reply.body,
  });
  return reply;
}

/** What a fault answers instead of the call, which is then not carried out. */
export function faulty({ faults, goDown }: Machinery, name: string): ApiReply | undefined {
  const down = faults.strike('down', name);
  if (down) {
    goDown(down.ms);
    return { status: 503, body: no('internal_error'), fault: down.kind, lost: true };
  }
  const limited = faults.strike('rate-limited', name);
  if (limited) return { status: 429, body: no('ratelimited'), retryAfter: limited.retryAfter, fault: limited.kind };
  const error = faults.strike('error', name);
  return error ? { status: error.status, body: no('internal_error'), fault: error.kind } : undefined;
}

function limited({ limits, world }: Machinery, { method: name, args }: ApiRequest): ApiReply | undefined {
  const method = METHODS[name];
  if (!method || !args) return undefined;
  const key = method.tier === 'post' ? `${name} ${placeOf(world, String(args['channel']))}` : name;
  const retryAfter = limits.take(method.tier, key);
  return retryAfter === undefined ? undefined : { status: 429, body: no('ratelimited'), retryAfter };
}

/** A channel's bucket is one, however the channel is named. */
function placeOf(world: World, name: string): string {
  return channelNamed(world, name)?.id ?? name;
}

function answered(machinery: Machinery, { method: name, token, args }: ApiRequest): ApiReply {
  const { world, faults } = machinery;
  const method = METHODS[name];
  if (!method) return { status: 200, body: no('unknown_method', { req_method: name }) };
  if (!args) return { status: 200, body: no('invalid_form_data') };
  const call: Call = { world, args };
  const body = refused(call, method, token) ?? method.run(call);
  const late = body['ok'] === true && name === COMPLETE ? faults.strike('file-not-ready', name) : undefined;
  if (late) delayFiles(world, objectsOf(body['files']), late.ms);
  const lost = faults.strike('answer-lost', name);
  return { status: 200, body, ...(lost ? { lost: true, fault: lost.kind } : { fault: late?.kind }) };
}

function refused({ world, args }: Call, method: Method, token: string): JsonObject | undefined {
  const { botToken, appToken } = world.app;
  if (!token) return no('not_authed');
  if (token !== botToken && token !== appToken) return no('invalid_auth');
  if ((token === appToken) !== (method.appToken ?? false)) return no('not_allowed_token_type');
  if (method.scopes.length > 0 && !method.scopes.some((scope) => hasScope(world, scope)))
    return missingScope(world, method.scopes);
  const missing = (method.needs ?? []).filter((name) => args[name] === undefined || args[name] === '');
  if (missing.length === 0) return undefined;
  return noWith(
    'invalid_arguments',
    missing.map((name) => `[ERROR] missing required field: ${name}`),
  );
}

function delayFiles(world: World, files: readonly JsonObject[], ms: number): void {
  for (const { id } of files) {
    const file = world.files.get(textOf(id));
    if (file?.completedAt !== undefined) file.completedAt += ms;
  }
}
