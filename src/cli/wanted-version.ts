import type { VersionAsked } from '../ports-releases.ts';
import { Version } from '../release/ids.ts';
import { type Goal, goals } from './follow.ts';
import { targetWords, versionAsked } from './target.ts';

/** Options of every command that asks for a version to go live. */
export const versionOptions = {
  to: { type: 'string' },
  at: { type: 'string' },
  reuse: { type: 'string' },
  because: { type: 'string' },
  id: { type: 'string' },
  wait: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

interface Typed {
  readonly to?: string | undefined;
  readonly at?: string | undefined;
  readonly reuse?: string | undefined;
  readonly wait?: string | undefined;
}

/** What is to go live, or what was trained at a commit or before, in its place; and until when to wait for it. */
export interface WantedVersion {
  readonly asked: VersionAsked;
  readonly at: string | null;
  readonly reuse: Version | null;
  readonly wait: Goal | null;
}

/** Reads them, or says what is wrong. */
export function wantedVersion(positionals: readonly string[], typed: Typed): WantedVersion | string {
  const [target = '', ...more] = positionals;
  const asked = versionAsked(target, typed.to);
  if (asked === null || more.length > 0) return targetWords;
  if (howManyNamed(asked, typed) > 1) return 'Name one: a version, --at a commit, or --reuse a version.';
  const reuse = Version.safeParse(typed.reuse?.replace(/^v(?=\d)/i, '')).data ?? null;
  if (typed.reuse !== undefined && reuse === null) return 'Reuse which version? --reuse 14.';
  const wait = goals.find((goal) => goal === typed.wait) ?? null;
  if (typed.wait !== undefined && wait === null) return 'Wait for what? --wait review, or --wait live.';
  return { asked, at: typed.at ?? null, reuse, wait };
}

function howManyNamed({ version }: VersionAsked, { at, reuse }: Typed): number {
  return [version ?? undefined, at, reuse].filter((one) => one !== undefined).length;
}

/** The part of a request that names a commit, or a version that was trained before. */
export function trainedBefore({ at, reuse }: Pick<WantedVersion, 'at' | 'reuse'>) {
  return { ...(at === null ? {} : { at }), ...(reuse === null ? {} : { reuse }) };
}
