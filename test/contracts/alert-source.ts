import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AlertSourceOptions, mostSignals } from '../../src/alerts/alert-source.ts';
import type { AlertAuth } from '../../src/alerts/auth.ts';
import { sealing } from '../../src/http/signature.ts';
import type { AlertReading, AlertSource } from '../../src/ports-alerts.ts';
import { Request } from '../../src/release/command.ts';

/** A Sunday, 22 November 2026, 12:00 in UTC. */
export const noon = Date.parse('2026-11-22T12:00:00Z');

/** What a test has to bring so that the contract can be tried on a kind of source. */
export interface AlertSourceWorld {
  make(options: AlertSourceOptions): AlertSource;
  /** Messages as they come, and the state of each signal in them. */
  readonly messages: Readonly<Record<string, { readonly body: unknown; readonly states: readonly string[] }>>;
  /** Of the right kind, but with something wrong at a place. */
  readonly wrong: Readonly<Record<string, { readonly body: unknown; readonly path: string }>>;
}

/** A message as it was recorded. */
export async function recorded(name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(import.meta.dirname, `../fixtures/alerts/${name}.json`), 'utf8'));
}

/** A copy of a document with one place in it replaced; undefined takes it out. */
export function changed(document: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const copy: unknown = Array.isArray(document) ? [...document] : Object.assign({}, document);
  Reflect.set(Object(copy), step, changed(Reflect.get(Object(copy), step), rest, value));
  return copy;
}

const secrets = ['the new one', 'the old one'];
const auths: Readonly<Record<string, (known: readonly string[]) => AlertAuth>> = {
  bearer: (tokens) => ({ kind: 'bearer', tokens }),
  basic: (passwords) => ({ kind: 'basic', user: 'signalbox', passwords }),
  hmac: (hmacSecrets) => ({ kind: 'hmac', secrets: hmacSecrets }),
};

/** The headers with which somebody who knows a secret sends a body. */
export function provenBy(kind: string, secret: string, body: string, at = noon): Record<string, string> {
  const headers: Readonly<Record<string, () => Record<string, string>>> = {
    bearer: () => ({ authorization: `Bearer ${secret}` }),
    basic: () => ({ authorization: `Basic ${Buffer.from(`signalbox:${secret}`).toString('base64')}` }),
    hmac: () => sealing({ timestamp: String(Math.floor(at / 1_000)), delivery: 'd', body }, secret),
  };
  return headers[kind]?.() ?? {};
}

/** Every place in a document, the document itself included. */
function placesIn(
  document: unknown,
  here: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof document !== 'object' || document === null) return [here];
  const entries: readonly [string | number, unknown][] = Array.isArray(document)
    ? document.map((item: unknown, at) => [at, item])
    : Object.entries(document);
  return [here, ...entries.flatMap(([step, value]) => placesIn(value, [...here, step]))];
}

function isGood(reading: AlertReading): boolean {
  if (reading.kind === 'signals') {
    const request = { kind: 'signals', source: 'watch', signed: reading.signed, signals: reading.signals };
    expect(Request.parse(JSON.parse(JSON.stringify(request)))).toEqual(request);
    for (const { at, startedAt } of reading.signals) expect([at <= noon, startedAt <= at]).toEqual([true, true]);
    return reading.signals.length > 0;
  }
  if (reading.kind === 'malformed') expect(reading.path).toMatch(/^\$/);
  return reading.why !== '';
}

/** What every kind of alert source promises. */
export function alertSourceContract(kind: string, { make, messages, wrong }: AlertSourceWorld): void {
  const open = make({ name: 'watch', auth: { kind: 'none' } });
  const read = (body: unknown) => open.read({}, Buffer.from(JSON.stringify(body)), noon);
  const [some] = Object.values(messages);

  describe(`${kind} keeps the contract of alert sources`, () => {
    test('it has its name and its kind', () => {
      expect([open.name, open.kind]).toEqual(['watch', kind]);
    });

    test.each(Object.entries(messages))('%s is understood', (_, { body, states }) => {
      const reading = read(body);
      expect(isGood(reading)).toBe(true);
      expect(reading).toMatchObject({ kind: 'signals', signed: false, signals: states.map((state) => ({ state })) });
      expect(read(body)).toEqual(reading);
    });

    test.each(Object.entries(wrong))('%s is refused, with the place of what is wrong', (_, { body, path }) => {
      expect(read(body)).toMatchObject({ kind: 'malformed', path, why: expect.stringMatching(/\w/) });
    });

    test.each(['', '{', 'null', '[]', '"alert"', '{"alerts": 7}', '[[[[[[]]]]]]', 'a'.repeat(1_048_577)])(
      'a body that is none is refused (%#)',
      (body) => {
        expect(open.read({}, Buffer.from(body), noon)).toMatchObject({ kind: 'malformed' });
      },
    );

    describe.each(Object.entries(auths))('with %s', (proof, auth) => {
      const source = make({ name: 'watch', auth: auth(secrets) });
      const body = JSON.stringify(some?.body);
      const given = (headers: Record<string, string>, bytes = body) => source.read(headers, Buffer.from(bytes), noon);

      test.each(secrets)('whoever knows %s is believed', (secret) => {
        expect(given(provenBy(proof, secret, body))).toMatchObject({ kind: 'signals', signed: true });
        const loud = Object.entries(provenBy(proof, secret, body)).map(([name, value]) => [name.toUpperCase(), value]);
        expect(given(Object.fromEntries(loud))).toMatchObject({ kind: 'signals', signed: true });
      });

      test('nobody else is, and what they sent is not even looked at', () => {
        for (const bytes of [body, 'not JSON', 'a'.repeat(2_000_000)])
          for (const headers of [{}, provenBy(proof, 'a guess', bytes), provenBy('basic', '', bytes)])
            expect(given(headers, bytes)).toMatchObject({ kind: 'forged' });
      });

      test('no secret that can be guessed counts, whatever is sent with it', () => {
        const guess = fc.string().filter((text) => !secrets.includes(text));
        fc.assert(
          fc.property(guess, fc.uint8Array(), fc.dictionary(fc.string(), fc.string()), (secret, bytes, others) => {
            const sent = Buffer.from(bytes);
            const headers = { ...others, ...provenBy(proof, secret, sent.toString('latin1')) };
            expect(source.read(headers, sent, noon).kind).toBe('forged');
          }),
        );
      });

      test('an empty secret proves nothing', () => {
        const empty = make({ name: 'watch', auth: auth(['']) });
        expect(empty.read(provenBy(proof, '', body), Buffer.from(body), noon).kind).toBe('forged');
      });
    });

    test('any bytes are answered', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => isGood(open.read({}, Buffer.from(bytes), noon))),
      );
    });

    test('any document is answered', () => {
      fc.assert(fc.property(fc.jsonValue(), (document) => isGood(read(document))));
    });

    test('a message with anything in any place is refused, or understood within all bounds', () => {
      const anything = fc.oneof(
        fc.jsonValue(),
        fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.repeat(60)),
        fc.constantFrom(
          undefined,
          '',
          0,
          -1,
          1e308,
          '2099-01-01T00:00:00Z',
          '0001-01-01T00:00:00Z',
          'NaN',
          '__proto__',
        ),
      );
      const message = fc.constantFrom(...Object.values(messages).map(({ body }) => body));
      const place = message.chain((body) => fc.tuple(fc.constant(body), fc.constantFrom(...placesIn(body))));
      fc.assert(
        fc.property(place, anything, ([body, path], value) => isGood(read(changed(body, path, value) ?? null))),
        { numRuns: 400 },
      );
    });

    test(`no message is more than ${mostSignals} signals`, () => {
      for (const { body } of Object.values(messages)) {
        const reading = read(body);
        expect(reading.kind === 'signals' && reading.signals.length <= mostSignals).toBe(true);
      }
    });
  });
}
