import type { Actor } from '../release/event.ts';
import type { LaneState } from '../release/lane-state.ts';
import type { ReleaseState } from '../release/state.ts';

/** `2026-03-03 14:05` in UTC: an audit is read in many places. */
export function moment(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

export function actor(by: Actor): string {
  return by.kind === 'person'
    ? by.id
    : by.kind === 'registry'
      ? `registry ${clean(by.name)}`
      : `Signalbox (${by.rule})`;
}

/** `v14, verified, since 2026-03-03 14:05 (r-…)`, or that nothing is. */
export function live({ live: now }: LaneState): string {
  if (now === null) return 'nothing';
  const by = now.release === null ? '' : ` (${now.release})`;
  return `v${now.version}, ${standings[now.standing]}, since ${moment(now.since)}${by}`;
}

const standings = {
  watching: 'being watched',
  verified: 'verified',
  baseline: 'there before Signalbox',
  outside: 'moved by somebody outside Signalbox',
} as const;

/** One release in one line. */
export function releaseLine(state: ReleaseState): string {
  const version = state.version ?? `(${state.source.environment} ${state.source.version})`;
  const parts = [
    moment(state.opened.at),
    state.id,
    state.kind,
    `v${version}`,
    state.phase,
    `by ${actor(state.opened.by)}`,
  ];
  return parts.join('  ') + (state.opened.reason === null ? '' : `  "${clean(state.opened.reason)}"`);
}

/** The candidate by its number where it goes, or where it comes from as long as it has none there: `v9`, `staging v14`. */
export function candidateWords({ version, source, registry, name }: ReleaseState): string {
  const here = version ?? (registry === source.registry && name === source.name ? source.version : null);
  return here === null ? `${clean(source.environment)} v${source.version}` : `v${here}`;
}

/** Outside text for a terminal: control characters would let it write over what stands there. */
export function clean(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
