import type { Requirements } from './event.ts';

/** The boxes that somebody of these groups has to tick, each once. */
export function boxesFor(
  { checklist = {} }: Pick<Requirements, 'checklist'>,
  groups: readonly string[],
): readonly string[] {
  return [...new Set(groups.flatMap((group) => checklist[group] ?? []))];
}

/** Whether a yes may have to tick something. */
export function hasChecklist({ checklist = {} }: Pick<Requirements, 'checklist'>): boolean {
  return Object.values(checklist).some((boxes) => boxes.length > 0);
}
