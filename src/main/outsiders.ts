import { randomUUID } from 'node:crypto';
import { overlapping } from '../config.ts';
import { ReleaseError } from '../errors.ts';
import { githubHost } from '../git-hosts/github/github-host.ts';
import { noGitHost } from '../git-hosts/no-git-host.ts';
import { rememberedGitHost } from '../git-hosts/remembered.ts';
import { githubHeaders } from '../http/github.ts';
import { http } from '../http.ts';
import { noMachinery } from '../no-machinery.ts';
import { outsideChecks } from '../outside-checks/outside-checks.ts';
import { rememberedChecks } from '../outside-checks/remembered.ts';
import type { Policy } from '../policy/parse.ts';
import type { Clock, Log } from '../ports.ts';
import type { GitHost, Outsiders } from '../ports-outside.ts';
import type { TextCache } from '../ports-store.ts';
import { resolvedSecrets } from './registries.ts';

export interface OutsidersOptions {
  readonly policy: Policy;
  /** Where answers are kept for a while, for all workers. */
  readonly texts: TextCache;
  readonly clock: Clock;
  readonly log: Log;
}

/** Git hosts and teams' checks as the policy names them; throws `config_invalid` listing all secrets that are missing. */
export function connectOutsiders({ policy, texts, clock, log }: OutsidersOptions): Outsiders {
  const secrets = resolvedSecrets(policy);
  const secret = (reference: string) => {
    const [first] = overlapping(secrets.get(reference) ?? '');
    if (first === undefined) throw new ReleaseError('config_invalid', { missing: reference });
    return first;
  };
  const git = gitHostOf(policy, secret, clock, log);
  const checks = outsideChecks({ now: clock, newId: randomUUID });
  return {
    git: (fresh) => rememberedGitHost(git, texts, clock, fresh),
    checks: (fresh) => rememberedChecks(checks, texts, clock, fresh),
    secret,
    ...noMachinery,
  };
}

function gitHostOf({ git }: Policy, secret: (reference: string) => string, now: Clock, log: Log): GitHost {
  if (git === undefined) return noGitHost;
  const { api, token, repositories } = git.github;
  const client = http({
    baseUrl: api,
    auth: { kind: 'bearer', token: secret(token) },
    headers: githubHeaders,
    log,
    now,
  });
  return githubHost({ http: client, repositories, now });
}
