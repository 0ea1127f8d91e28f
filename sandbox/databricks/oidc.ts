import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, refusal } from './wire.ts';
import type { Grant, World } from './world.ts';

/** Gives a service principal a token: `POST /oidc/v1/token`. */
export function giveToken(world: World, headers: IncomingHttpHeaders, body: string, now: number): Answer {
  if (headers['content-type'] !== 'application/x-www-form-urlencoded')
    return denied(400, 'invalid_request', 'The body has to be a form');
  const client = clientIn(headers);
  if (client === null || world.principals.get(client.id) !== client.secret)
    return denied(401, 'invalid_client', 'Client authentication failed');
  const { grant_type, scope, ...unknown } = Object.fromEntries(new URLSearchParams(body));
  if (grant_type !== 'client_credentials') return denied(400, 'unsupported_grant_type', `No grant ${grant_type}`);
  if (scope !== 'all-apis') return denied(400, 'invalid_scope', `No scope ${scope}`);
  if (Object.keys(unknown).length > 0) return denied(400, 'invalid_request', `Unknown ${Object.keys(unknown)}`);
  const token = `eyJ.${randomUUID()}`;
  world.tokens.set(token, { principal: client.id, endsAt: now + world.tokenSeconds * 1_000 });
  return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: world.tokenSeconds, scope } };
}

/** Who asks, by the bearer token of the request; or the refusal. */
export function askerOf(world: World, headers: IncomingHttpHeaders, now: number): Grant | Answer {
  const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  if (token === undefined)
    return refusal(401, 'UNAUTHENTICATED', 'Credential was not sent or was of an unsupported type');
  const grant = world.tokens.get(token);
  if (grant === undefined) return refusal(403, 'PERMISSION_DENIED', 'Invalid access token.');
  return now < grant.endsAt ? grant : refusal(401, 'UNAUTHENTICATED', 'Expired token');
}

function clientIn({ authorization = '' }: IncomingHttpHeaders) {
  const basic = /^Basic (\S+)$/.exec(authorization)?.[1];
  const [, id, secret] = /^([^:]+):(.*)$/s.exec(Buffer.from(basic ?? '', 'base64').toString()) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

function denied(status: number, error: string, error_description: string): Answer {
  return { status, body: { error, error_description } };
}
