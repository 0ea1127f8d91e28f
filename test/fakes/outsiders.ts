import { noGitHost } from '../../src/git-hosts/no-git-host.ts';
import type { GitHost, OutsideChecks, Outsiders } from '../../src/ports-outside.ts';

/** No git host, no team's check, no secrets. */
export const nobodyOutside: Outsiders = outsidersOf({});

/** Others as a test plays them. */
export function outsidersOf({
  git = noGitHost,
  checks = noChecks,
}: {
  git?: GitHost;
  checks?: OutsideChecks;
}): Outsiders {
  return { git: () => git, checks: () => checks, secret: (reference) => `value of ${reference}` };
}

const noChecks: OutsideChecks = { ask: () => Promise.reject(new Error('nobody plays this check')) };
