import { parseArgs } from 'node:util';
import type { Request } from '../release/command.ts';
import { type ReleaseId, shortDigest } from '../release/ids.ts';
import type { ReleaseState } from '../release/state.ts';
import { answered } from './answered.ts';
import { consent } from './consent.ts';
import { askFor, atKeyedDesk, type KeyedDesk } from './keyed.ts';
import { namedRelease } from './one-release.ts';
import { type ExitCode, usageError } from './verb.ts';
import { candidateWords, clean } from './words.ts';

type Verb = 'reject' | 'withdraw' | 'stop' | 'retry' | 'put-back' | 'abandon';

interface Row {
  readonly reason: 'needed' | 'optional' | 'none';
  /** What it does to what is live, where somebody should read that first; null where it moves nothing. */
  readonly consequence: ((state: ReleaseState) => string) | null;
  request(state: ReleaseState, reason: string): Request | null;
}

/** What can be said to one release in a word, with what it means. */
const rows: Readonly<Record<Verb, Row>> = {
  reject: {
    reason: 'needed',
    consequence: null,
    request: ({ id, evidence }, reason) =>
      evidence === null ? null : { kind: 'reject', release: id, evidence: shortDigest(evidence.digest), reason },
  },
  withdraw: {
    reason: 'optional',
    consequence: null,
    request: ({ id }, reason) => ({ kind: 'withdraw', release: id, reason: reason || null }),
  },
  stop: {
    reason: 'none',
    consequence: (state) =>
      `Stops ${named(state)} after the running step. What was live before is put back where it was moved.`,
    request: ({ id }) => ({ kind: 'stop', release: id }),
  },
  retry: { reason: 'none', consequence: null, request: ({ id }) => ({ kind: 'retry', release: id }) },
  'put-back': {
    reason: 'none',
    consequence: (state) => `Takes back what ${named(state)} did: ${before(state)} is live again.`,
    request: ({ id }) => ({ kind: 'put-back', release: id }),
  },
  abandon: {
    reason: 'needed',
    consequence: (state) => `Leaves everything of ${named(state)} as it stands now.`,
    request: ({ id }, reason) => ({ kind: 'abandon', release: id, reason }),
  },
};

/** `reject`, `withdraw`, `stop`, `retry`, `put-back`, `abandon`: a word on one release, as its card's buttons say it. */
export function onOne(verb: Verb): (args: readonly string[]) => Promise<ExitCode> {
  return async (args) => {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        because: { type: 'string', default: '' },
        id: { type: 'string' },
        yes: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const release = namedRelease(positionals);
    if (typeof release === 'number') return release;
    const reason = values.because.trim();
    if (rows[verb].reason === 'needed' && reason === '') return usageError('Say why: --because "recall is too low".');
    const { yes, json, id = null } = values;
    return atKeyedDesk(null, (desk) => onOneAt(desk, { verb, release, reason, yes, json, id }));
  };
}

/** One word on one release, and how it is told. */
export interface Word {
  readonly verb: Verb;
  readonly release: ReleaseId;
  readonly reason: string;
  readonly yes: boolean;
  readonly json: boolean;
  readonly id: string | null;
}

/** The same at a desk. */
export async function onOneAt(desk: KeyedDesk, { verb, release, reason, yes, json, id }: Word): Promise<ExitCode> {
  const state = await desk.store.release(release);
  if (state === null) return usageError(`There is no release ${release}.`);
  const { consequence, request: requestOf } = rows[verb];
  const request = requestOf(state, reason);
  if (request === null) return usageError(`Of ${release} no evidence was gathered yet: withdraw it instead.`);
  const no = consequence === null ? null : await consent(() => [consequence(state)], yes);
  return no ?? answered(await askFor(desk, { request, id }), json);
}

function named(state: ReleaseState): string {
  return `${clean(state.model)} ${candidateWords(state)} → ${clean(state.environment)}`;
}

function before({ execution }: ReleaseState): string {
  const from = execution?.targets.champion.from ?? null;
  return from === null ? 'nothing' : `v${from}`;
}
