import type { Evidence, Metric, Verdict, VersionFacts } from '../release/evidence.ts';
import { Digest } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { boundTags } from './bound-tags.ts';
import { canonical } from './canonical.ts';

/** What an evidence document is made of. */
export interface Gathered {
  readonly kind: Evidence['kind'];
  readonly policy: LanePolicy;
  readonly candidate: VersionFacts;
  readonly champion: VersionFacts | null;
  readonly verdicts: readonly Verdict[];
}

/**
 * The document that approvals are bound to: what was seen and judged, never how it was worded or when. Lists are sorted, so
 * that the order in which a registry answers changes nothing.
 */
export function buildEvidence({ kind, policy, candidate, champion, verdicts }: Gathered): Evidence {
  return {
    v: 1,
    kind,
    model: policy.model,
    environment: policy.environment,
    candidate: candidateOf(candidate),
    champion: champion && { version: champion.version, metrics: metricsOf(champion), schema: schemaText(champion) },
    verdicts: sorted(verdicts.map(({ gate, status }) => ({ gate, status }))),
    policy: Digest.parse(policy.digest),
    authors: authorsOf(policy, candidate),
  };
}

/** The signature as one text, or null when none was logged. */
export function schemaText({ schema }: VersionFacts): string | null {
  if (schema === null || (schema.inputs === null && schema.outputs === null && schema.params === null)) return null;
  return canonical({ inputs: schema.inputs, outputs: schema.outputs, params: schema.params });
}

function candidateOf(facts: VersionFacts): Evidence['candidate'] {
  return {
    registry: facts.registry,
    name: facts.name,
    version: facts.version,
    artifacts: facts.artifacts.digest,
    run: facts.run?.id ?? null,
    commit: facts.run?.commit ?? null,
    schema: schemaText(facts),
    metrics: metricsOf(facts),
    params: { ...facts.params },
    tags: boundTags(facts.tags, facts.run?.tags ?? {}),
    datasets: sorted(facts.datasets.map(({ name, digest, context }) => ({ name, digest, context }))),
    description: facts.description,
  };
}

function metricsOf(facts: VersionFacts): Metric[] {
  return sorted(
    facts.metrics.map(({ name, value, dataset }) => ({
      name,
      value,
      dataset: dataset && { name: dataset.name, digest: dataset.digest },
    })),
  );
}

/** Who may not approve because of what they did, as far as `people` names them: naming somebody else later voids approvals. */
function authorsOf(policy: LanePolicy, { run }: VersionFacts): Record<string, string> {
  const identities = { 'run-author': run?.user ?? null, 'commit-author': run?.commitAuthor ?? null };
  const excluded = Object.entries(identities).filter(([role]) => policy.exclude.some((who) => who === role));
  return Object.fromEntries(excluded.map(([role, identity]) => [role, personOf(policy, identity)]));
}

function personOf({ people }: LanePolicy, identity: string | null): string {
  if (identity === null || !Object.hasOwn(people, identity)) return 'unknown';
  return people[identity] ?? 'unknown';
}

function sorted<T>(items: readonly T[]): T[] {
  const keyed = items.map((item) => ({ key: canonical(item), item }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({ item }) => item);
}
