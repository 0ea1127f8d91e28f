import { z } from 'zod';

/** A release, for people and logs: `r-` and ten letters of Crockford's base 32, derived from the command that opened it. */
export const ReleaseId = z
  .string()
  .regex(/^r-[0-9a-hjkmnp-tv-z]{10}$/)
  .brand<'ReleaseId'>();
export type ReleaseId = z.infer<typeof ReleaseId>;

/** An incident, for people and logs: `i-` and ten letters of Crockford's base 32. */
export const IncidentId = z
  .string()
  .regex(/^i-[0-9a-hjkmnp-tv-z]{10}$/)
  .brand<'IncidentId'>();
export type IncidentId = z.infer<typeof IncidentId>;

/** A Slack user id. Never a name: names are neither unique nor stable. */
export const PersonId = z
  .string()
  .regex(/^[UW][A-Z0-9]{2,20}$/)
  .brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

/** What makes a command countable once: the delivery id of a click, a webhook or a poll finding. */
export const CommandId = z.string().min(1).max(200).brand<'CommandId'>();
export type CommandId = z.infer<typeof CommandId>;

/** SHA-256 as 64 lower-case hex digits. */
export const Digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Digest'>();
export type Digest = z.infer<typeof Digest>;

/** The first twelve hex digits of a digest: what a button carries. */
export const ShortDigest = z
  .string()
  .regex(/^[0-9a-f]{12}$/)
  .brand<'ShortDigest'>();
export type ShortDigest = z.infer<typeof ShortDigest>;

/** A version number as registries write it: a positive whole number without leading zeros. */
export const Version = z
  .string()
  .regex(/^[1-9][0-9]{0,9}$/)
  .brand<'Version'>();
export type Version = z.infer<typeof Version>;

/** One model in one environment, `model/environment`; neither name may hold a slash. */
export const LaneKey = z
  .string()
  .regex(/^[^/]+\/[^/]+$/)
  .brand<'LaneKey'>();
export type LaneKey = z.infer<typeof LaneKey>;

/** Milliseconds since 1970, UTC. */
export const Instant = z.number().int().nonnegative();

export function laneKey(model: string, environment: string): LaneKey {
  return LaneKey.parse(`${model}/${environment}`);
}

/** The model and the environment of a lane. */
export function placeOf(lane: LaneKey): { readonly model: string; readonly environment: string } {
  const at = lane.indexOf('/');
  return { model: lane.slice(0, at), environment: lane.slice(at + 1) };
}

export function shortDigest(digest: Digest): ShortDigest {
  return ShortDigest.parse(digest.slice(0, 12));
}
