import { createHash } from 'node:crypto';
import type { Policies } from '../ports.ts';
import type { PolicyBook, PolicyDocument } from '../ports-store.ts';
import { Digest, type LaneKey, laneKey } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { entry } from './entry.ts';
import { lanePolicy, lanesOf } from './lane-policy.ts';
import { type Policy, parsePolicy } from './parse.ts';

/** The active policy of all processes, as this one follows it. */
export interface ActivePolicy extends Policies {
  /** Reads which policy is active now; answers true when it is another one than before. */
  refresh(): Promise<boolean>;
  document(): Policy;
}

/** What became of a file that was proposed. */
export type Proposal =
  | { readonly kind: 'active'; readonly number: number; readonly isNew: boolean }
  /** It was active once, and a newer one has been since: this process follows that one. */
  | { readonly kind: 'older'; readonly number: number };

/** SHA-256 of the file's bytes. */
export function policyDigest(text: string): Digest {
  return Digest.parse(createHash('sha256').update(text).digest('hex'));
}

/**
 * Makes a checked file the active policy, unless it is active already or was so before: a process that restarts with an old
 * file must not turn everybody back. `once` holds the digests that were ever active. `before` is what the file said when this process took
 * it last: where that is active now, whatever the file says next is meant, also what it said long ago.
 */
export async function proposePolicy(
  book: PolicyBook,
  text: string,
  once: ReadonlySet<string>,
  before: string | null = null,
): Promise<Proposal> {
  const digest = policyDigest(text);
  const active = await book.active();
  if (active?.digest === digest) return { kind: 'active', number: active.number, isNew: false };
  const follows = before !== null && active?.digest === policyDigest(before);
  if (active !== null && once.has(digest) && !follows) return { kind: 'older', number: active.number };
  const proposed = await book.propose(text, digest, active?.number ?? 0);
  return proposed === null
    ? proposePolicy(book, text, once, before)
    : { kind: 'active', number: proposed.number, isNew: true };
}

/** Follows the active policy. There has to be one: propose a file first. */
export async function followPolicy(book: PolicyBook): Promise<ActivePolicy> {
  let now = read(await book.active());
  return {
    number: () => now.number,
    lane: (model, environment) => now.lane(laneKey(model, environment)),
    lanes: () => now.lanes(),
    models: () => Object.keys(now.policy.models),
    environments: () => Object.keys(now.policy.environments),
    admin: () => now.policy.admin,
    signalRules: (source) => entry(now.policy.alerts, source)?.map ?? [],
    document: () => now.policy,
    async refresh() {
      if ((await book.number()) === now.number) return false;
      now = read(await book.active());
      return true;
    },
  };
}

interface Read {
  readonly number: number;
  readonly policy: Policy;
  lane(key: LaneKey): LanePolicy | null;
  lanes(): readonly LanePolicy[];
}

function read(document: PolicyDocument | null): Read {
  if (document === null) throw new Error('there is no active policy: propose one first');
  const { number, text } = document;
  const parsed = parsePolicy(text, `policy ${number}`);
  if (!parsed.ok)
    throw new Error(`policy ${number} was made by another version of Signalbox and cannot be read by this one`);
  return { number, policy: parsed.policy, ...lanesWhenAsked(parsed.policy, number) };
}

/** Lanes are made when somebody asks for them, and then kept: most of a thousand models lie still. */
function lanesWhenAsked(policy: Policy, number: number): Pick<Read, 'lane' | 'lanes'> {
  const all = new Map(lanesOf(policy).map((lane) => [lane.lane, lane]));
  const made = new Map<LaneKey, LanePolicy>();
  const lane = (key: LaneKey) => {
    const known = made.get(key);
    const asked = all.get(key);
    if (known !== undefined || asked === undefined) return known ?? null;
    const policyThere = lanePolicy(policy, number, asked.model, asked.environment);
    made.set(key, policyThere);
    return policyThere;
  };
  return { lane, lanes: () => [...all.keys()].flatMap((key) => lane(key) ?? []) };
}
