import { noGitHost } from '../../src/git-hosts/no-git-host.ts';
import type { GitHost, OutsideChecks, Outsiders } from '../../src/ports-outside.ts';

const noChecks: OutsideChecks = { ask: () => Promise.reject(new Error('nobody plays this check')) };

/** Others as a test plays them. */
export function outsidersOf(played: { readonly git?: GitHost; readonly checks?: OutsideChecks }): Outsiders {
  const { git = noGitHost, checks = noChecks } = played;
  return { git: () => git, checks: () => checks, secret: (reference) => `value of ${reference}` };
}

/** No git host, no team's check. */
export const nobodyOutside: Outsiders = outsidersOf({});
