import type { Evidence } from '../release/evidence.ts';

type Judged = Evidence['verdicts'][number];

/** How the gates and the rest of the policy changed, as far as two evidence documents can tell. */
export function policyChanges(before: Evidence, after: Evidence): string[] {
  const removed = missingFrom(after.verdicts, before.verdicts);
  const added = missingFrom(before.verdicts, after.verdicts);
  const gates = pairs(removed, added).map(([was, is]) => `policy changed: gate ${was ?? 'none'} → ${is ?? 'none'}`);
  const rest = before.policy !== after.policy && gates.length === 0 ? ['policy changed'] : [];
  return [...outcomes(before.verdicts, after.verdicts), ...gates, ...rest];
}

function outcomes(before: readonly Judged[], after: readonly Judged[]): string[] {
  const old = new Map(before.map(({ gate, status }) => [gate, status]));
  return after.flatMap(({ gate, status }) => {
    const was = old.get(gate);
    return was === undefined || was === status ? [] : [`gate ${gate}: ${was} → ${status}`];
  });
}

function missingFrom(there: readonly Judged[], here: readonly Judged[]): string[] {
  const known = new Set(there.map(({ gate }) => gate));
  return here.map(({ gate }) => gate).filter((gate) => !known.has(gate));
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
