import { parseArgs } from 'node:util';
import type { VersionAsked } from '../ports-releases.ts';
import { Version } from '../release/ids.ts';
import { answered } from './answered.ts';
import { byHandWithoutRedis, printedByHand } from './by-hand.ts';
import { follow, type Goal, goals } from './follow.ts';
import { askFor, atKeyedDesk, type KeyedDesk } from './keyed.ts';
import { targetWords, versionAsked } from './target.ts';
import { type ExitCode, usageError } from './verb.ts';

/** What is to go live, and how it is told. */
export interface Promotion {
  readonly asked: VersionAsked;
  readonly at: string | null;
  readonly reuse: Version | null;
  readonly reason: string | null;
  readonly id: string | null;
  readonly wait: Goal | null;
  readonly json: boolean;
}

const how = 'signalbox promote MODEL[@V] [--to ENVIRONMENT] [--because TEXT]';

/** `promote`: asks for a version to go live, as `/mlops promote` does. */
export async function promote(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      to: { type: 'string' },
      at: { type: 'string' },
      reuse: { type: 'string' },
      because: { type: 'string' },
      id: { type: 'string' },
      wait: { type: 'string' },
      'by-hand': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [typed = '', ...more] = positionals;
  const asked = versionAsked(typed, values.to);
  if (asked === null || more.length > 0) return usageError(`${targetWords} ${how}`);
  const wait = goals.find((goal) => goal === values.wait) ?? null;
  if (values.wait !== undefined && wait === null) return usageError('Wait for what? --wait review, or --wait live.');
  const reuse = Version.safeParse(values.reuse?.replace(/^v(?=\d)/i, '')).data ?? null;
  if (values.reuse !== undefined && reuse === null) return usageError('Reuse which version? --reuse 14.');
  const { at = null, because: reason = null, id = null, json } = values;
  const hand = { kind: 'promotion', model: asked.model, asked, reuse } as const;
  if (values['by-hand']) return printedByHand(hand);
  const wanted = { asked, at, reuse, reason, id, wait, json };
  return atKeyedDesk(
    asked.model,
    (desk) => promoteAt(desk, wanted),
    () => byHandWithoutRedis(hand),
  );
}

/** The same at a desk. */
export async function promoteAt(
  desk: KeyedDesk,
  { asked, at, reuse, reason, id, wait, json }: Promotion,
): Promise<ExitCode> {
  const how = { ...(at === null ? {} : { at }), ...(reuse === null ? {} : { reuse }) };
  const reply = await askFor(desk, { request: { kind: 'promote', ...asked, reason, via: 'cli', ...how }, id });
  const code = answered(reply, json);
  return code !== 0 || wait === null || reply.release === null ? code : follow(desk.store, reply.release.id, wait);
}
