import type { VersionRef } from '../../src/release/command.ts';
import { Version } from '../../src/release/ids.ts';
import type { Problem } from './misunderstood.ts';

/** A version or alias as typed: `14`, `v14`, `champion`. */
export function versionRef(asked: string): VersionRef | Extract<Problem, { kind: 'bad-version' }> {
  const number = /^v?0*([0-9]+)$/i.exec(asked)?.[1];
  if (number === undefined)
    return asked === '' ? { kind: 'bad-version', asked } : { kind: 'alias', alias: knownAlias(asked) };
  const version = Version.safeParse(number);
  return version.success ? { kind: 'number', version: version.data } : { kind: 'bad-version', asked };
}

/** Signalbox's own aliases are lower-case; others stay as typed. */
function knownAlias(asked: string): string {
  return ['champion', 'previous', 'candidate'].find((alias) => alias === asked.toLowerCase()) ?? asked;
}

/** True for `14` and `v14`. */
export function looksLikeVersion(word: string): boolean {
  return /^v?\d+$/i.test(word);
}
