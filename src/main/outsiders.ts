import { randomUUID } from 'node:crypto';
import { githubHost } from '../git-hosts/github/github-host.ts';
import { noGitHost } from '../git-hosts/no-git-host.ts';
import { rememberedGitHost } from '../git-hosts/remembered.ts';
import { githubHeaders } from '../http/github.ts';
import { http } from '../http.ts';
import { outsideChecks } from '../outside-checks/outside-checks.ts';
import { rememberedChecks } from '../outside-checks/remembered.ts';
import { lanePolicy, lanesOf } from '../policy/lane-policy.ts';
import type { Policy } from '../policy/parse.ts';
import type { Clock, Log, Policies } from '../ports.ts';
import type { GitHost, Outsiders } from '../ports-outside.ts';
import type { TextCache } from '../ports-store.ts';
import { signing } from './machinery/making.ts';
import { machinery } from './machinery.ts';
import { askingScope, type Scope, secretFrom } from './needs.ts';

export interface OutsidersOptions {
  /** Where answers are kept for a while, for all workers. */
  readonly texts: TextCache;
  readonly clock: Clock;
  readonly log: Log;
}

/** A policy, and as much of it as this process works for. */
export interface Followed {
  readonly policy: Policy;
  readonly lanes: Policies['lanes'];
  readonly scope?: Scope;
}

/**
 * Git hosts, teams' checks and machinery, as each policy names them that becomes active: `connect` throws `config_invalid` listing all
 * secrets that are missing, and everything is as before.
 */
export function outsiders({ texts, clock, log }: OutsidersOptions): { connect(followed: Followed): Outsiders } {
  const checks = outsideChecks({ now: clock, newId: randomUUID });
  const lasting = machinery({ checks, clock, log });
  return {
    connect({ policy, lanes, scope = askingScope }) {
      const value = secretFrom(policy, scope);
      const secret = (reference: string) => signing(value(reference));
      const git = gitHostOf(policy, secret, clock, log);
      lasting.follow({ lanes }, scope.environments, value);
      return {
        git: (fresh) => rememberedGitHost(git, texts, clock, fresh),
        checks: (fresh) => rememberedChecks(checks, texts, clock, fresh),
        secret,
        ...lasting,
      };
    },
  };
}

/** The same of one policy that stays. */
export function connectOutsiders({ policy, ...options }: OutsidersOptions & { readonly policy: Policy }): Outsiders {
  const lanes = () => lanesOf(policy).map(({ model, environment }) => lanePolicy(policy, 0, model, environment));
  return outsiders(options).connect({ policy, lanes });
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
