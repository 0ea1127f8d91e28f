import { parseArgs } from 'node:util';
import type { Reply } from '../ports-releases.ts';
import { type Digest, type ReleaseId, type ShortDigest, shortDigest } from '../release/ids.ts';
import type { ReleaseState } from '../release/state.ts';
import { answered } from './answered.ts';
import { confirmed } from './asking.ts';
import { evidenceLines } from './evidence.ts';
import { askFor, atKeyedDesk, type KeyedDesk } from './keyed.ts';
import { namedRelease } from './one-release.ts';
import { type ExitCode, usageError } from './verb.ts';
import { candidateWords, clean } from './words.ts';

/** A yes: to which release, on which evidence, and what goes with it. */
export interface Yes {
  readonly release: ReleaseId;
  /** The digest that was looked at before, or its beginning; null shows the evidence and asks. */
  readonly evidence: string | null;
  readonly note: string | null;
  readonly checked: readonly string[];
  readonly id: string | null;
  readonly json: boolean;
}

/** `approve`: shows exactly what is approved, asks, and says yes to that and to nothing newer. */
export async function approve(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      evidence: { type: 'string' },
      note: { type: 'string' },
      checked: { type: 'string', multiple: true, default: [] },
      id: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const release = namedRelease(positionals);
  if (typeof release === 'number') return release;
  const { evidence = null, note = null, checked, id = null, json } = values;
  if (evidence !== null && !/^[0-9a-f]{6,64}$/.test(evidence))
    return usageError('Which evidence? Write at least six characters of the digest that `signalbox evidence` shows.');
  return atKeyedDesk(null, (desk) => approveAt(desk, { release, evidence, note, checked, id, json }));
}

/** The same at a desk. */
export async function approveAt(desk: KeyedDesk, yes: Yes): Promise<ExitCode> {
  const state = await desk.store.release(yes.release);
  if (state === null) return usageError(`There is no release ${yes.release}.`);
  if (state.evidence === null)
    return usageError(`Of ${yes.release} no evidence was gathered yet. Try again in a minute.`);
  const { digest } = state.evidence;
  const seen = yes.evidence === null ? await look(desk, state, digest) : lookedAt(yes.evidence, digest);
  if (typeof seen === 'number') return seen;
  const reply = await send(desk, yes, seen, yes.checked);
  const missing = missingBoxes(reply);
  if (missing.length === 0 || !(await ticked(missing))) return answered(reply, yes.json);
  return answered(await send(desk, yes, seen, [...yes.checked, ...missing]), yes.json);
}

function send(
  desk: KeyedDesk,
  { release, note, id }: Yes,
  evidence: ShortDigest,
  checked: readonly string[],
): Promise<Reply> {
  const boxes = checked.length === 0 ? {} : { checked: [...checked] };
  return askFor(desk, { request: { kind: 'approve', release, evidence, note, ...boxes }, id });
}

/** What was looked at elsewhere: the beginning of a digest means the one that begins so, and another one is another one. */
function lookedAt(given: string, now: Digest): ShortDigest | ExitCode {
  if (now.startsWith(given)) return shortDigest(now);
  return usageError(
    `The evidence is ${now.slice(0, 12)} now, and not ${given.slice(0, 12)}. Look at it, then decide again.`,
  );
}

async function look(desk: KeyedDesk, state: ReleaseState, digest: Digest): Promise<ShortDigest | ExitCode> {
  const lines = await evidenceLines(desk.store, state);
  if (lines === null)
    return usageError('The evidence is no longer kept, so nobody can look at it. Nothing was counted.');
  for (const line of lines) process.stderr.write(`${line}\n`);
  const said = await confirmed(
    `Approve ${clean(state.model)} ${candidateWords(state)} → ${clean(state.environment)}, evidence ${digest.slice(0, 12)}?`,
  );
  if (said === 'yes') return shortDigest(digest);
  if (said === 'no-terminal')
    return usageError(
      `Nothing was counted: nobody can be asked here. Say what you looked at: --evidence ${digest.slice(0, 12)}`,
    );
  process.stderr.write('Nothing was counted.\n');
  return 1;
}

function missingBoxes({ outcome }: Reply): readonly string[] {
  return outcome.kind === 'refusal' && outcome.refusal.kind === 'checklist-missing' ? outcome.refusal.missing : [];
}

async function ticked(boxes: readonly string[]): Promise<boolean> {
  for (const box of boxes) if ((await confirmed(`${clean(box)}?`)) !== 'yes') return false;
  return true;
}
