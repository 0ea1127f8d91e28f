import { z } from 'zod';
import { Digest, Version } from './ids.ts';

/** A logged number. MLflow sends NaN and infinities as strings, and so do we: JSON has no words for them. */
export const MetricValue = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);
export type MetricValue = z.infer<typeof MetricValue>;

/** One metric as logged, with the data set it was measured on where the registry knows it. */
export const Metric = z.object({
  name: z.string(),
  value: MetricValue,
  dataset: z.object({ name: z.string(), digest: z.string() }).nullable(),
});
export type Metric = z.infer<typeof Metric>;

export const Dataset = z.object({ name: z.string(), digest: z.string(), context: z.string().nullable() });
export type Dataset = z.infer<typeof Dataset>;

/** What a registry tells about one version, reshaped; our own `signalbox.*` tags are already left out of `tags`. */
export const VersionFacts = z.object({
  registry: z.string(),
  name: z.string(),
  version: Version,
  status: z.enum(['pending', 'ready', 'failed']),
  registeredAt: z.number().int(),
  description: z.string(),
  tags: z.record(z.string(), z.string()),
  run: z
    .object({
      id: z.string(),
      status: z.enum(['running', 'finished', 'failed']),
      startedAt: z.number().int().nullable(),
      endedAt: z.number().int().nullable(),
      user: z.string().nullable(),
      commit: z.string().nullable(),
      commitAuthor: z.string().nullable(),
      branch: z.string().nullable(),
      repository: z.string().nullable(),
      dirty: z.boolean(),
      tags: z.record(z.string(), z.string()),
      url: z.string().nullable(),
      name: z.string().nullable().optional(),
      experiment: z.string().nullable().optional(),
    })
    .nullable(),
  modelId: z.string().nullable(),
  metrics: z.array(Metric),
  params: z.record(z.string(), z.string()),
  datasets: z.array(Dataset),
  /** The signature's JSON exactly as logged, or null. */
  schema: z
    .object({ inputs: z.string().nullable(), outputs: z.string().nullable(), params: z.string().nullable() })
    .nullable(),
  /** Files of the model with their bytes' digest; over 200 files only the digest of the sorted manifest is kept. */
  artifacts: z.object({
    digest: Digest,
    files: z.number().int(),
    bytes: z.number().int(),
    manifest: z.array(z.object({ path: z.string(), bytes: z.number().int(), sha256: Digest })).nullable(),
  }),
  url: z.string().nullable(),
  /** Python and pinned requirements (name → version, null where none is pinned) as the model's own files say them. */
  environment: z
    .object({ python: z.string().nullable(), requirements: z.record(z.string(), z.string().nullable()) })
    .nullable()
    .optional(),
});
export type VersionFacts = z.infer<typeof VersionFacts>;

/** How one gate came out. Missing, not logged yet, NaN and could-not-find-out are different things, and stay so. */
export const VerdictStatus = z.enum([
  'pass',
  'fail',
  'missing',
  'not-logged-yet',
  'nan',
  'no-champion',
  'not-comparable',
  'cannot-tell',
  'off',
]);
export type VerdictStatus = z.infer<typeof VerdictStatus>;

/** A gate's answer with the words that explain it; `reason` and `cure` are for people and are never bound by the digest. */
export const Verdict = z.object({
  gate: z.string(),
  status: VerdictStatus,
  reason: z.string(),
  cure: z.string().nullable(),
  /** Left out, it blocks; `warn` is printed and does not block before `until`; `off` is not judged. */
  mode: z.enum(['warn', 'off']).optional(),
  until: z.number().int().optional(),
});
export type Verdict = z.infer<typeof Verdict>;

/** What approvals are bound to. Canonical JSON of exactly this document is what the evidence digest is taken over. */
export const Evidence = z.object({
  v: z.literal(1),
  kind: z.enum(['promotion', 'rollback', 'adoption']),
  model: z.string(),
  environment: z.string(),
  candidate: z.object({
    registry: z.string(),
    name: z.string(),
    version: Version,
    artifacts: Digest,
    run: z.string().nullable(),
    commit: z.string().nullable(),
    schema: z.string().nullable(),
    metrics: z.array(Metric),
    params: z.record(z.string(), z.string()),
    tags: z.record(z.string(), z.string()),
    datasets: z.array(Dataset),
    description: z.string(),
    environment: VersionFacts.shape.environment,
  }),
  champion: z
    .object({
      version: Version,
      metrics: z.array(Metric),
      schema: z.string().nullable(),
      commit: z.string().nullable().optional(),
      params: z.record(z.string(), z.string()).optional(),
      datasets: z.array(Dataset).optional(),
      environment: VersionFacts.shape.environment,
    })
    .nullable(),
  /** `mode` is there where it is not `block`. */
  verdicts: z.array(z.object({ gate: z.string(), status: VerdictStatus, mode: z.enum(['warn', 'off']).optional() })),
  /** Digest of the effective policy of this model in this environment. */
  policy: Digest,
  /** Whom the policy's `people` names as run author and commit author, for those it excludes: a person, `machine` or `unknown`. */
  authors: z.record(z.string(), z.string()).optional(),
});
export type Evidence = z.infer<typeof Evidence>;

/** One line of the card's metrics: both sides, and whether the change is for the better. */
export const MetricLine = z.object({
  name: z.string(),
  candidate: MetricValue.nullable(),
  champion: MetricValue.nullable(),
  direction: z.enum(['higher', 'lower', 'unknown']),
  primary: z.boolean(),
  /** What a gate demands of it; left out where none demands a fixed number. */
  bound: z.object({ sign: z.enum(['≥', '≤']), value: z.number() }).optional(),
  /** What reviewers saw before this was trained; null where they saw none, left out where nothing was trained since. */
  reviewed: MetricValue.nullable().optional(),
});
export type MetricLine = z.infer<typeof MetricLine>;

/** What the card says about the evidence: words and links, derived when it was gathered, not bound by the digest. */
export const Findings = z.object({
  verdicts: z.array(Verdict),
  metrics: z.array(MetricLine),
  /** How many metrics there are beyond the lines above. */
  moreMetrics: z.number().int(),
  /** "7 commits", "sklearn 1.5 → 1.6", "schema same", … */
  changes: z.array(z.string()),
  links: z.array(z.object({ label: z.string(), url: z.string() })),
  /** Identities as the registry writes them. */
  runAuthor: z.string().nullable(),
  commitAuthor: z.string().nullable(),
  commit: z.string().nullable(),
});
export type Findings = z.infer<typeof Findings>;

const blocking: Record<VerdictStatus, boolean> = {
  pass: false,
  'no-champion': false,
  fail: true,
  missing: true,
  'not-logged-yet': true,
  nan: true,
  'not-comparable': true,
  'cannot-tell': true,
  off: false,
};

/** What somebody who answers for it may accept with a written reason; a gate that failed is not among them. */
const acceptable: readonly VerdictStatus[] = ['not-comparable', 'cannot-tell'];

/** True when this verdict keeps a version from review. */
export function blocks(verdict: Pick<Verdict, 'status' | 'mode'>): boolean {
  return verdict.mode === undefined && blocking[verdict.status];
}

/** True when a required group may let this verdict pass with a reason. */
export function mayBeAccepted(verdict: Pick<Verdict, 'status' | 'mode'>): boolean {
  return blocks(verdict) && acceptable.includes(verdict.status);
}
