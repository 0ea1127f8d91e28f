import { parseArgs } from 'node:util';
import { answered } from './answered.ts';
import { byHandWithoutRedis, printedByHand } from './by-hand.ts';
import { follow } from './follow.ts';
import { askFor, atKeyedDesk, type KeyedDesk } from './keyed.ts';
import { type ExitCode, usageError } from './verb.ts';
import { trainedBefore, versionOptions, type WantedVersion, wantedVersion } from './wanted-version.ts';

/** What is to go live, and how it is told. */
export interface Promotion extends WantedVersion {
  readonly reason: string | null;
  readonly id: string | null;
  readonly json: boolean;
}

const how = 'signalbox promote MODEL[@V] [--at COMMIT | --reuse V] [--to ENVIRONMENT] [--because TEXT]';

/** `promote`: asks for a version to go live, as `/mlops promote` does. */
export async function promote(args: readonly string[]): Promise<ExitCode> {
  const options = { ...versionOptions, 'by-hand': { type: 'boolean', default: false } } as const;
  const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
  const wanted = wantedVersion(positionals, values);
  if (typeof wanted === 'string') return usageError(`${wanted} ${how}`);
  const { asked, reuse } = wanted;
  const hand = { kind: 'promotion', model: asked.model, asked, reuse } as const;
  if (values['by-hand']) return printedByHand(hand);
  const { because: reason = null, id = null, json } = values;
  return atKeyedDesk(
    asked.model,
    (desk) => promoteAt(desk, { ...wanted, reason, id, json }),
    () => byHandWithoutRedis(hand),
  );
}

/** The same at a desk. */
export async function promoteAt(
  desk: KeyedDesk,
  { asked, at, reuse, reason, id, wait, json }: Promotion,
): Promise<ExitCode> {
  const reply = await askFor(desk, {
    request: { kind: 'promote', ...asked, reason, via: 'cli', ...trainedBefore({ at, reuse }) },
    id,
  });
  const code = answered(reply, json);
  return code !== 0 || wait === null || reply.release === null ? code : follow(desk.store, reply.release.id, wait);
}
