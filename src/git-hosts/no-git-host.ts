import type { GitHost } from '../ports-outside.ts';

/** Knows no repository: what the policy names no git host for cannot be told. */
export const noGitHost: GitHost = {
  checks: async () => null,
  reachable: async () => null,
  between: async () => null,
};
