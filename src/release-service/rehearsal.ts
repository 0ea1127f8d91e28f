import { createHash } from 'node:crypto';
import { ReleaseError } from '../errors.ts';
import { callersLose } from '../gates/schema.ts';
import type { Call, Registry } from '../ports.ts';
import { effectiveLive } from '../release/decide-live.ts';
import { rulesAtRequest } from '../release/decide-open.ts';
import type { VersionFacts } from '../release/evidence.ts';
import type { LaneFacts } from '../release/facts.ts';
import type { Version } from '../release/ids.ts';
import type { RehearsedCheck } from '../release/outcome.ts';
import { membersOf } from '../release/people.ts';
import { reachable } from '../release/quorum.ts';
import { count } from '../release/view-numbers.ts';
import type { Deps } from './deps.ts';
import { registryOf } from './registry-of.ts';
import { missingFiles } from './rollback-target.ts';
import { type Finding, servingNow } from './serving-now.ts';

/** Milliseconds that a rehearsal may take: the target's bytes are read in full. */
const rehearsingMs = 120_000;

interface Rehearsed {
  readonly deps: Deps;
  readonly facts: LaneFacts;
  readonly registry: Registry;
  readonly target: Version;
  readonly call: Call;
}

/** Every check, in the order in which a rollback would come upon it. */
const checks: readonly { readonly what: string; readonly find: (all: Rehearsed) => Promise<Finding> | Finding }[] = [
  { what: 'target', find: targetTrusted },
  { what: 'files', find: filesThere },
  { what: 'schema', find: schemaFits },
  { what: 'aliases', find: aliasesReadable },
  { what: 'tags', find: tagsReadable },
  { what: 'serving', find: ({ deps, facts, target, call }) => servingNow(deps, facts, target, call) },
  { what: 'alone', find: whoAlone },
  { what: 'approvals', find: whoApproves },
];

/** Everything that a rollback to this version needs, as it is now. What could not be found out did not pass. */
export async function rehearsal(
  deps: Deps,
  facts: LaneFacts,
  target: Version | null,
): Promise<readonly RehearsedCheck[]> {
  if (target === null) return [{ what: 'target', ok: false, words: 'no other version was verified here' }];
  const registry = registryOf(deps.registries, facts.policy.registry);
  const all = { deps, facts, registry, target, call: { deadline: deps.clock() + rehearsingMs } };
  return Promise.all(checks.map(async ({ what, find }) => ({ what, ...(await tried(() => find(all))) })));
}

async function tried(find: () => Promise<Finding> | Finding): Promise<Finding> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    return { ok: false, words: `could not be found out: ${error.reply}` };
  }
}

function targetTrusted({ facts: { lane }, target }: Rehearsed): Finding {
  const known = lane.trusted.find(({ version }) => version === target);
  if (known === undefined)
    return { ok: false, words: `v${target} was never verified here, so nobody may go back to it alone` };
  const how = known.standing === 'baseline' ? 'was there before Signalbox and is trusted' : 'was verified here';
  return { ok: true, words: `v${target} ${how}` };
}

async function filesThere(all: Rehearsed): Promise<Finding> {
  const facts = await factsOf(all, all.target);
  if (facts === null) return { ok: false, words: `v${all.target} is not in the registry any more` };
  const missing = (await missingFiles(all.registry, facts, all.call)) ?? (await changedFile(all, facts));
  if (missing !== null) return { ok: false, words: missing };
  const read = facts.artifacts.manifest === null ? 'listed' : 'read, and their bytes are as they were';
  return { ok: true, words: `${count(facts.artifacts.files, 'file')} ${read}` };
}

/** Reads every file and compares its bytes with what was hashed when it was judged; where too many were hashed to be kept, nobody can. */
async function changedFile({ registry, call }: Rehearsed, facts: VersionFacts): Promise<string | null> {
  for (const { path, sha256 } of facts.artifacts.manifest ?? []) {
    const hash = createHash('sha256');
    for await (const chunk of await registry.open(facts.name, facts.version, path, call)) hash.update(chunk);
    if (hash.digest('hex') !== sha256) return `${path} of v${facts.version} is not the file that was let in`;
  }
  return null;
}

async function schemaFits(all: Rehearsed): Promise<Finding> {
  const live = effectiveLive(all.facts);
  if (live === null) return { ok: true, words: 'nothing is live, so nobody calls it' };
  const [now, target] = await Promise.all([factsOf(all, live.version), factsOf(all, all.target)]);
  if (now === null || target === null) return { ok: false, words: 'a version is not in the registry any more' };
  if (now.schema === null && target.schema === null)
    return { ok: true, words: 'neither version says what it takes, so there is nothing to compare' };
  const lost = callersLose(now, target);
  if (typeof lost === 'string') return { ok: false, words: lost };
  return lost.length === 0
    ? { ok: true, words: `those who call v${live.version} can call it` }
    : { ok: false, words: `those who call v${live.version} cannot call it: ${lost.slice(0, 3).join(', ')}` };
}

async function aliasesReadable({ facts, registry, call }: Rehearsed): Promise<Finding> {
  const { registeredName, alias } = facts.policy;
  const there = (await registry.aliases(registeredName, call))?.get(alias) ?? null;
  const known = facts.lane.live?.version ?? null;
  if (there === known) return { ok: true, words: there === null ? `${alias} is nowhere` : `${alias} is at v${there}` };
  return { ok: false, words: `${alias} is at v${there ?? 'none'}, and the log says v${known ?? 'none'}` };
}

async function tagsReadable({ facts, registry, target, call }: Rehearsed): Promise<Finding> {
  await registry.tags(facts.policy.registeredName, target, call);
  return { ok: true, words: 'can be read; whether they can be written only a write would show' };
}

function whoAlone({ facts: { policy, electorate } }: Rehearsed): Finding {
  const { onCall } = policy.rollback;
  const many = membersOf(electorate, onCall).size;
  if (onCall.length === 0)
    return { ok: false, words: 'the policy names nobody on call, so approvals are needed at night, too' };
  const names = onCall.join(', ');
  return many > 0
    ? { ok: true, words: `${count(many, 'person', 'people')} of ${names} can do it alone` }
    : { ok: false, words: `nobody of ${names} can be found now` };
}

function whoApproves({ facts: { policy, electorate } }: Rehearsed): Finding {
  const { approvals } = policy.rollback;
  if (approvals.length === 0) return { ok: true, words: 'none are asked for' };
  const words = approvals.map(({ from, min }) => {
    const can = membersOf(electorate, from).size;
    return `${min} of ${from.join(' or ')} (${count(can, 'person', 'people')} now)`;
  });
  const could = reachable(rulesAtRequest(approvals, null), electorate).satisfied;
  return { ok: could, words: words.join(', ') };
}

function factsOf({ facts, registry, call }: Rehearsed, version: Version): Promise<VersionFacts | null> {
  return registry.facts(facts.policy.registeredName, version, call);
}
