import { blocks, type Evidence } from '../release/evidence.ts';
import { keyed } from './changes.ts';

type Judged = Evidence['verdicts'][number];

/** How the gates and the rest of the policy changed, as far as two evidence documents can tell. */
export function policyChanges(before: Evidence, after: Evidence): string[] {
  const old = keyed(before.verdicts, ({ gate }) => gate);
  const now = keyed(after.verdicts, ({ gate }) => gate);
  const removed = [...old.keys()].filter((gate) => !now.has(gate));
  const added = [...now.keys()].filter((gate) => !old.has(gate));
  const gates = pairs(removed, added).map(([was, is]) => `policy changed: gate ${was ?? 'none'} → ${is ?? 'none'}`);
  const rest = before.policy !== after.policy && gates.length === 0 ? ['policy changed'] : [];
  return [...outcomes(old, now), ...gates, ...rest];
}

function outcomes(before: ReadonlyMap<string, Judged>, after: ReadonlyMap<string, Judged>): string[] {
  return [...after].flatMap(([gate, now]) => {
    const was = before.get(gate);
    if (was === undefined) return [];
    return [
      ...(was.status === now.status ? [] : [`gate ${gate}: ${was.status} → ${now.status}`]),
      ...(sameWeight(was, now) ? [] : [`gate ${gate} ${words[weight(now)]} now`]),
    ];
  });
}

type Weight = 'blocks' | 'warns' | 'off' | 'not said';

const words: Record<Weight, string> = { blocks: 'blocks', warns: 'only warns', off: 'is off', 'not said': 'is judged' };

/** Where a gate passes the evidence does not say whether it would have blocked. */
function weight({ status, mode }: Judged): Weight {
  if (status === 'off') return 'off';
  if (!blocks({ status })) return 'not said';
  return mode === 'warn' ? 'warns' : 'blocks';
}

/** A warning that came to pass, or a gate that does not pass any more, is told by its outcome. */
function sameWeight(was: Judged, now: Judged): boolean {
  const [before, after] = [weight(was), weight(now)];
  return (
    before === after || (before === 'not said' && after === 'blocks') || (after === 'not said' && before !== 'off')
  );
}

/** Puts the removed gate next to the added one that is about the same thing: their labels begin with the same word. */
function pairs(removed: readonly string[], added: readonly string[]): [string | null, string | null][] {
  const left = [...added];
  const changed = removed.map((was): [string, string | null] => {
    const at = left.findIndex((label) => subject(label) === subject(was));
    return [was, at < 0 ? null : (left.splice(at, 1)[0] ?? null)];
  });
  return [...changed, ...left.map((is): [null, string] => [null, is])];
}

function subject(label: string): string {
  return label.split(' ', 1)[0] ?? label;
}
