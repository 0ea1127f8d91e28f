import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { type AlertAuth, type Headers, proofOf } from '../../src/alerts/auth.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
/** Bytes that are no text. */
const body = Buffer.from([0xff, 0x00, 0x7b, 0xfe, 0x0a]);

const bearer: AlertAuth = { kind: 'bearer', tokens: ['new', 'old'] };
const basic: AlertAuth = { kind: 'basic', user: 'signalbox', passwords: ['new', 'ö:ld'] };
const hmac: AlertAuth = { kind: 'hmac', secrets: ['new', 'old'] };

function sealed(at: number, secret = 'new', bytes = body): Headers {
  const timestamp = String(Math.floor(at / 1_000));
  const mac = createHmac('sha256', secret).update(`${timestamp}.`).update(bytes).digest('hex');
  return { 'x-signalbox-timestamp': timestamp, 'x-signalbox-signature': `sha256=${mac}` };
}

const basically = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

const cases: readonly [what: string, auth: AlertAuth, headers: Headers, kind: string][] = [
  ['nothing, where nothing is asked for', { kind: 'none' }, {}, 'unsigned'],
  ['a token, where nothing is asked for', { kind: 'none' }, { authorization: 'Bearer new' }, 'unsigned'],
  ['the token', bearer, { authorization: 'Bearer new' }, 'signed'],
  ['the one before it', bearer, { authorization: 'bearer  old' }, 'signed'],
  ['the beginning of a token', bearer, { authorization: 'Bearer ne' }, 'forged'],
  ['more than a token', bearer, { authorization: 'Bearer new,old' }, 'forged'],
  ['a token of another scheme', bearer, { authorization: 'Basic new' }, 'forged'],
  ['a scheme without a token', bearer, { authorization: 'Bearer ' }, 'forged'],
  ['no header', bearer, { authorization: undefined }, 'forged'],
  ['no secret at all', { kind: 'bearer', tokens: [] }, { authorization: 'Bearer ' }, 'forged'],
  ['the password', basic, basically('signalbox:new'), 'signed'],
  ['a password with a colon', basic, basically('signalbox:ö:ld'), 'signed'],
  ['another user', basic, basically('root:new'), 'forged'],
  ['a user without a password', basic, basically('signalbox:'), 'forged'],
  ['a password in clear', basic, { authorization: 'Basic signalbox:new' }, 'forged'],
  ['a signature over the raw bytes', hmac, sealed(now), 'signed'],
  ['one with the secret before', hmac, sealed(now, 'old'), 'signed'],
  ['one five minutes old', hmac, sealed(now - 300_000), 'signed'],
  ['one older than that', hmac, sealed(now - 301_000), 'forged'],
  ['one of the future', hmac, sealed(now + 301_000), 'forged'],
  [
    'an old one with a new time',
    hmac,
    { ...sealed(now - 301_000), ...{ 'x-signalbox-timestamp': `${now / 1_000}` } },
    'forged',
  ],
  ['one of the bytes as text', hmac, sealed(now, 'new', Buffer.from(body.toString('utf8'))), 'forged'],
  ['one without a time', hmac, { 'x-signalbox-signature': sealed(now)['x-signalbox-signature'] }, 'forged'],
  ['a time without a signature', hmac, { 'x-signalbox-timestamp': `${now / 1_000}` }, 'forged'],
  ['a token, where a signature is asked for', hmac, { authorization: 'Bearer new' }, 'forged'],
];

test.each(cases)('rule 10: %s', (_, auth, headers, kind) => {
  expect(proofOf(auth, headers, body, now).kind).toBe(kind);
});
