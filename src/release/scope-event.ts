import { z } from 'zod';
import { on } from './event-of.ts';
import { Digest, Instant, ReleaseId, Version } from './ids.ts';
import { SignalKind } from './incident/signal.ts';

export const PauseCause = z.enum(['person', 'calendar', 'rollback', 'outside-move', 'log-behind']);
export type PauseCause = z.infer<typeof PauseCause>;

const NotEnforced = z.enum(['observe', 'advise']);

/** What happens to a lane, an environment or a model rather than to one release. */
export const ScopeEvent = z.discriminatedUnion('kind', [
  /** First look at a lane: what was live before Signalbox is trusted; null when nothing was. */
  on('baseline-trusted', { version: Version.nullable(), mode: NotEnforced.optional() }),
  on('paused', { cause: PauseCause, why: z.string(), until: Instant.nullable(), release: ReleaseId.nullable() }),
  /** `cause` is there where only the pause of that cause ends; all end otherwise. */
  on('resumed', { why: z.string().nullable(), cause: PauseCause.optional() }),
  /**
   * `mode` is there where nothing is enforced: such a move is how versions go live there. `live` is there where the alias that makes a
   * version live has another name than `champion`.
   */
  on('moved-outside', {
    alias: z.string(),
    from: Version.nullable(),
    to: Version.nullable(),
    mode: NotEnforced.optional(),
    live: z.literal(true).optional(),
  }),
  on('policy-activated', { number: z.number().int(), digest: Digest }),
  /** A rollback was rehearsed: nothing moved. */
  on('rehearsed', {
    target: Version.nullable(),
    checks: z.array(z.object({ what: z.string(), ok: z.boolean(), words: z.string() })),
  }),
  /** Over before anybody heard that it was wrong: whoever hears that later does not believe it. */
  on('signal-calmed', { source: z.string(), key: z.string(), of: SignalKind, at: Instant }),
  /** Something was said of nothing that we know: acts on nothing. `title` is from outside. */
  on('signal-unmapped', { source: z.string(), key: z.string(), title: z.string(), why: z.string() }),
  on('registry-noted', { code: z.string(), words: z.string() }),
]);
export type ScopeEvent = z.infer<typeof ScopeEvent>;

/** Whether it was the alias that made a version live there. */
export function isLiveMove({
  alias,
  live,
}: Pick<Extract<ScopeEvent, { kind: 'moved-outside' }>, 'alias' | 'live'>): boolean {
  return alias === 'champion' || live === true;
}
