import type { ScopeEvent } from './event.ts';
import type { Version } from './ids.ts';

/** A champion that moved without us: said once, and the lane is paused until a person looked. */
export function movedOutside(from: Version | null, to: Version | null): readonly ScopeEvent[] {
  const why = `champion moved from ${named(from)} to ${named(to)} outside Signalbox`;
  return [
    { kind: 'moved-outside', v: 1, alias: 'champion', from, to },
    { kind: 'paused', v: 1, cause: 'outside-move', why, until: null, release: null },
  ];
}

/** `v12`, or `none`. */
export function named(version: Version | null): string {
  return version === null ? 'none' : `v${version}`;
}
