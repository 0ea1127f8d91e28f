import type { Call, Registry } from '../ports.ts';
import type { VersionFacts } from '../release/evidence.ts';
import type { RollbackTarget } from '../release/gate-facts.ts';
import type { Digest } from '../release/ids.ts';
import type { LiveVersion } from '../release/lane-state.ts';
import { count } from '../release/view-numbers.ts';
import type { Deps } from './deps.ts';
import type { Judging } from './judging.ts';
import { registryOf } from './registry-of.ts';

/** What a rollback would go to once this candidate is live: the newest version that was let in here and is not the candidate. */
export async function rollbackTargetOf(
  deps: Deps,
  { policy, candidate }: Pick<Judging, 'policy' | 'candidate'>,
  call: Call,
): Promise<RollbackTarget | null> {
  const { registry: place, registeredName: name } = policy;
  const here = candidate.registry === place && candidate.name === name;
  const { trusted } = await deps.store.lane(policy.lane);
  const target = trusted.find(({ version }) => !here || version !== candidate.version);
  if (target === undefined) return null;
  const registry = registryOf(deps.registries, place);
  const facts = await registry.facts(name, target.version, call);
  const missing = facts === null ? null : await missingFiles(registry, facts, await letInAs(deps, target), call);
  return { version: target.version, facts, missing };
}

/** The digest of the files with which a version was let in, however long ago; null where no release of ours brought it. */
export async function letInAs({ store }: Pick<Deps, 'store'>, { release }: LiveVersion): Promise<Digest | null> {
  return release === null ? null : ((await store.release(release))?.execution?.targets.artifacts ?? null);
}

/** What the registry lacks of the files with which this version was let in, in words; null where it has them all. */
export async function missingFiles(
  registry: Registry,
  { name, version, artifacts, status }: VersionFacts,
  letIn: Digest | null,
  call: Call,
): Promise<string | null> {
  if (status !== 'ready') return `v${version}, which a rollback goes to, is ${status} in the registry.`;
  const there = await registry.files(name, version, call);
  if (there.length === 0) return `The files of v${version}, which a rollback goes to, are gone.`;
  const bytes = there.reduce((sum, file) => sum + file.bytes, 0);
  if (there.length !== artifacts.files || bytes !== artifacts.bytes)
    return `v${version}, which a rollback goes to, had ${count(artifacts.files, 'file')} of ${artifacts.bytes} bytes, and has ${there.length} of ${bytes}.`;
  if (letIn === null || letIn === artifacts.digest) return null;
  return `The files of v${version}, which a rollback goes to, are not those that were let in.`;
}
