import {
  blocks,
  type Dataset,
  type Evidence,
  type Metric,
  type Verdict,
  type VersionFacts,
} from '../release/evidence.ts';
import { authorsOf, type Emails, noEmails, personBehind } from '../release/identities.ts';
import { Digest } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { boundTags } from './bound-tags.ts';
import { canonical } from './canonical.ts';
import { withoutSections } from './description.ts';

/** What an evidence document is made of. */
export interface Gathered {
  readonly kind: Evidence['kind'];
  readonly policy: LanePolicy;
  readonly candidate: VersionFacts;
  readonly champion: VersionFacts | null;
  readonly verdicts: readonly Verdict[];
  /** Whose e-mail addresses the authors' are, where that was asked. */
  readonly emails?: Emails;
}

/**
 * The document that approvals are bound to: what was seen and judged, never how it was worded or when. Lists are sorted, so
 * that the order in which a registry answers changes nothing.
 */
export function buildEvidence({ kind, policy, candidate, champion, verdicts, emails = noEmails }: Gathered): Evidence {
  return {
    v: 1,
    kind,
    model: policy.model,
    environment: policy.environment,
    candidate: candidateOf(candidate),
    champion: champion && championOf(champion),
    verdicts: sorted(verdicts.map(boundVerdict)),
    policy: Digest.parse(policy.digest),
    authors: authorNames(policy, candidate, emails),
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
    datasets: datasetsOf(facts),
    description: withoutSections(facts.description),
    ...environmentOf(facts),
  };
}

function championOf(facts: VersionFacts): NonNullable<Evidence['champion']> {
  return {
    version: facts.version,
    metrics: metricsOf(facts),
    schema: schemaText(facts),
    commit: facts.run?.commit ?? null,
    params: { ...facts.params },
    datasets: datasetsOf(facts),
    ...environmentOf(facts),
  };
}

/** A gate that passes says the same whether it blocks or warns, so that the end of a warning asks nobody again for nothing. */
function boundVerdict({ gate, status, mode }: Verdict): Evidence['verdicts'][number] {
  return mode === undefined || !blocks({ status }) ? { gate, status } : { gate, status, mode };
}

function environmentOf({ environment }: VersionFacts): Pick<Evidence['candidate'], 'environment'> {
  return environment == null ? {} : { environment: { ...environment, requirements: { ...environment.requirements } } };
}

function datasetsOf({ datasets }: VersionFacts): Dataset[] {
  return sorted(datasets.map(({ name, digest, context }) => ({ name, digest, context })));
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

/** Who may not approve because of what they did, as far as anybody can name them: naming somebody else later voids approvals. */
function authorNames(policy: LanePolicy, candidate: VersionFacts, emails: Emails): Record<string, string> {
  return Object.fromEntries(
    authorsOf(policy, candidate).map(({ role, identity }) => [
      role,
      (identity === null ? null : personBehind(policy, emails, identity)) ?? 'unknown',
    ]),
  );
}

function sorted<T>(items: readonly T[]): T[] {
  const keyed = items.map((item) => ({ key: canonical(item), item }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({ item }) => item);
}
