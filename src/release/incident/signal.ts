import { z } from 'zod';
import { MetricValue } from '../evidence.ts';
import { Instant, Version } from '../ids.ts';

/** What may be wrong with something live. Advice differs by kind: see `advice.ts`. */
export const SignalKind = z.enum([
  'input-drift',
  'data-broken',
  'performance',
  'errors',
  'latency',
  'prediction-drift',
]);
export type SignalKind = z.infer<typeof SignalKind>;

export const Severity = z.enum(['info', 'warning', 'critical']);
export type Severity = z.infer<typeof Severity>;

/** What a number was before, oldest first, up to what it is now: for a picture, never for a decision. */
export const Past = z.array(z.object({ at: Instant, value: z.number() })).max(24);
export type Past = z.infer<typeof Past>;

/** A measured number with the bound that it broke. */
export const Reading = z.object({
  name: z.string().max(200),
  value: MetricValue,
  bound: z.object({ sign: z.enum(['≥', '≤']), value: z.number() }).nullable(),
  /** The same when the version was trained; null where nobody knows. */
  trained: MetricValue.nullable(),
  /** How many samples it was measured on; null where nobody says. */
  samples: z.number().int().nonnegative().nullable(),
  unit: z.string().max(20).nullable(),
});
export type Reading = z.infer<typeof Reading>;

/**
 * One thing that a source said, reshaped by its folder; texts are from outside, cut to what a thread can show. What it is about is
 * mapped later, by labels and the policy's rules: nothing here is believed yet.
 */
export const Signal = z.object({
  /** Tells the same alert again: fingerprint, alert id, or feature set; unique in its source. */
  key: z.string().min(1).max(200),
  state: z.enum(['firing', 'resolved']),
  title: z.string().max(300),
  words: z.string().max(1_000).nullable(),
  /** All that rules may look at, names and values cut; at most 40. */
  labels: z.record(z.string().max(100), z.string().max(300)),
  /** As the source itself says them; null where labels or rules have to. */
  kind: SignalKind.nullable(),
  severity: Severity.nullable(),
  model: z.string().max(200).nullable(),
  environment: z.string().max(200).nullable(),
  version: Version.nullable(),
  /** An alias of the registry in place of a version, for example `champion`. */
  alias: z.string().max(200).nullable(),
  reading: Reading.nullable(),
  past: Past.optional(),
  /** Scores of single features, worst first; at most ten. */
  features: z.array(z.object({ name: z.string().max(200), value: z.number(), bound: z.number().nullable() })).max(10),
  window: z.object({ from: Instant, to: Instant }).nullable(),
  /** Since when it is so, and when it was said. */
  startedAt: Instant,
  at: Instant,
  url: z.url().max(500).nullable(),
});
export type Signal = z.infer<typeof Signal>;
