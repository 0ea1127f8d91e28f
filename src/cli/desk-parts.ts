import { slackDirectory } from '../../handlers/directory.ts';
import { readPrincipals } from '../../handlers/principals.ts';
import { whoWeAre } from '../../handlers/self.ts';
import { slackClients } from '../../handlers/slack-clients.ts';
import { slackLogger } from '../../handlers/slack-logger.ts';
import { ReleaseError } from '../errors.ts';
import { type ActivePolicy, policyDigest } from '../policy/active.ts';
import type { Policy } from '../policy/parse.ts';
import type { Directory, Log } from '../ports.ts';
import type { PolicyBook, TextCache } from '../ports-store.ts';
import type { Digest } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';

/** A policy that is in nobody's force, to judge with. */
export function textBook(text: string): PolicyBook {
  const document = { number: 0, digest: policyDigest(text), text };
  return { active: async () => document, number: async () => 0, propose: async () => null };
}

/** Texts that are kept for this command alone. */
export function keptHere(): TextCache {
  const kept = new Map<Digest, string>();
  return { get: async (key) => kept.get(key) ?? null, put: async (key, text) => void kept.set(key, text) };
}

/** The policy without what other models need: their registries' secrets, and what their gates sign with. */
export function aboutOne(policy: Policy, model: string): Policy {
  const [name, own] = Object.entries(policy.models).find(([one]) => one.toLowerCase() === model.toLowerCase()) ?? [];
  if (name === undefined || own === undefined) return { ...policy, registries: {}, models: {}, floors: {} };
  const places = own.path.flatMap((environment) => policy.environments[environment]?.registry ?? []);
  return {
    ...policy,
    models: { [name]: own },
    registries: only(policy.registries, places),
    floors: only(policy.floors, own.path),
  };
}

function only<V>(all: Readonly<Record<string, V>>, names: readonly string[]): Record<string, V> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

/** The policy as it reads where nobody can be asked who is in a group: approvals are left out of it, gates stay. */
export function withoutPeople(policies: ActivePolicy): ActivePolicy {
  const alone = (policy: LanePolicy): LanePolicy => ({ ...policy, approvals: 'none', exclude: [], checklist: {} });
  return {
    ...policies,
    lanes: () => policies.lanes().map(alone),
    lane(model, environment) {
      const policy = policies.lane(model, environment);
      return policy && alone(policy);
    },
  };
}

/** Stands in for Slack where it is not asked. */
export const nobodyToAsk: Directory = {
  electorate: async (principals) => ({
    standing: new Map(),
    members: new Map(),
    unread: new Map(principals.map((one) => [one, 'Slack was not asked'])),
  }),
  byEmail: async (emails) => new Map(emails.map((email) => [email, null])),
};

const silence = 'Slack does not answer';

/** Stands in for a Slack that does not answer: groups of the file have the people that it lists, and nobody has been read. */
export function silentPeople(policies: ActivePolicy): Directory {
  const unread = { kind: 'unread', why: silence } as const;
  const userGroups = { members: async () => unread, id: async () => null, forget: () => undefined };
  const emails = { person: () => Promise.reject(new ReleaseError('slack_unreachable', {})) };
  return {
    async electorate(principals, people) {
      const groups = policies.document().groups;
      const read = await readPrincipals(principals, groups, { userGroups, emails }, 'cached');
      const everybody = [...new Set([...people, ...[...read.members.values()].flat()])];
      return {
        standing: new Map(everybody.map((id) => [id, 'unknown'])),
        members: read.members,
        unread: new Map([...read.unread, ...everybody.map((id): [string, string] => [id, silence])]),
      };
    },
    byEmail: () => emails.person(),
  };
}

/** The workspace's people, or, where Slack does not answer, what the policy's file says of them. */
export async function slackOrSilence(...asked: Parameters<typeof slackPeople>): Promise<Directory> {
  try {
    return await slackPeople(...asked);
  } catch (error) {
    if (!(error instanceof ReleaseError && error.retry)) throw error;
    process.stderr.write(
      'Slack does not answer: you count as the policy file names you. Cards follow when it is back.\n',
    );
    return silentPeople(asked[1]);
  }
}

/** The workspace's people, as servers see them. */
export async function slackPeople(
  { token, apiUrl }: { readonly token: string; readonly apiUrl: string },
  policies: ActivePolicy,
  log: Log,
): Promise<Directory> {
  const { reads } = slackClients({ token, apiUrl, logger: slackLogger(log) });
  const { team } = await whoWeAre(reads);
  return slackDirectory({
    client: reads,
    clock: Date.now,
    team: async () => team,
    groups: () => policies.document().groups,
  });
}
