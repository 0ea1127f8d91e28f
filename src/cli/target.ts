import type { VersionAsked } from '../ports-releases.ts';
import { Version } from '../release/ids.ts';

/** `churn@14`, `churn@v14`, `churn@candidate` or `churn`, as people write a version; null for what is none. */
export function versionAsked(text: string, environment: string | undefined): VersionAsked | null {
  const [, model, written] = /^([^@\s/]+)(?:@([^@\s]+))?$/.exec(text) ?? [];
  if (model === undefined) return null;
  const number = Version.safeParse(written?.replace(/^v(?=\d)/i, ''));
  const version =
    written === undefined
      ? null
      : number.success
        ? ({ kind: 'number', version: number.data } as const)
        : ({ kind: 'alias', alias: written } as const);
  return { model, version, environment: environment ?? null };
}

/** How to write one. */
export const targetWords = 'Write a model and its version, such as churn@14 or churn@candidate.';
