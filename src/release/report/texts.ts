import type { Actor } from '../event.ts';
import type { Version } from '../ids.ts';

/** `v14`, or `nothing`. */
export function versionText(version: Version | null): string {
  return version === null ? 'nothing' : `v${version}`;
}

/** `2026-03-03 14:05:09 UTC`: an audit is read in many places. */
export function momentText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A person by their id, a registry by its name, Signalbox by its rule. */
export function actorText(by: Actor): string {
  switch (by.kind) {
    case 'person':
      return by.id;
    case 'registry':
      return `registry ${by.name}`;
    case 'signalbox':
      return `Signalbox (${by.rule})`;
  }
}

/** The parts that are not empty, as one sentence after the other. */
export function sentences(...parts: readonly (string | null)[]): string {
  return parts
    .filter((part) => part !== null && part !== '')
    .map((part) => (/[.!?]$/.test(String(part)) ? part : `${part}.`))
    .join(' ');
}

/** Things one after the other, or `nobody`. */
export function listText(things: readonly string[], none = 'nobody'): string {
  return things.length === 0 ? none : things.join(', ');
}
