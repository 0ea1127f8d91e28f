import { Digest, type Version } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { askingMs, type Deps } from './deps.ts';
import { registryOf } from './registry-of.ts';

const anchorForm = /^(\d{1,15}):([0-9a-f]{64})$/;

/**
 * Why the log must be older than the registry, or null. The version carries the head of the audit chain from just before it went
 * live; a log that does not hold that entry was restored from an older file.
 */
export async function logBehindWords(deps: Deps, policy: LanePolicy, champion: Version): Promise<string | null> {
  const registry = registryOf(deps.registries, policy.registry);
  const tags = await registry.tags(policy.registeredName, champion, { deadline: deps.clock() + askingMs });
  const anchor = anchorForm.exec(tags['signalbox.anchor'] ?? '');
  const seq = Number(anchor?.[1] ?? 0);
  const hash = anchor?.[2];
  if (hash === undefined || (await deps.store.hasEntry(seq, Digest.parse(hash)))) return null;
  const { seq: head } = await deps.store.chainHead();
  return `the log ends at entry ${head}, but v${champion} in ${policy.environment} was released after entry ${seq}: Redis was restored from an older file`;
}
