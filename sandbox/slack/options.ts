import type { Clock } from './clock.ts';
import type { FaultInput } from './faults.ts';
import type { ManifestInput } from './manifest.ts';
import type { ChannelInput, GroupInput, PersonInput } from './people.ts';
import type { Allowance, Tier } from './rate-limits.ts';

/** How to start a workspace; every field may be left out. */
export type WorkspaceOptions = {
  /** 0, the default, takes any free port of the loopback address. */
  readonly port?: number;
  /** A manifest file or value; the default app may do everything. */
  readonly manifest?: string | ManifestInput;
  /** Overrides the manifest's `socket_mode_enabled`. */
  readonly socketMode?: boolean;
  /** Where the app listens; overrides the URLs of the manifest. */
  readonly requestUrl?: string;
  readonly botToken?: string;
  readonly appToken?: string;
  readonly signingSecret?: string;
  readonly team?: { readonly id: string; readonly name: string; readonly domain: string };
  readonly people?: readonly PersonInput[];
  readonly groups?: readonly GroupInput[];
  readonly channels?: readonly ChannelInput[];
  /** `off`, or other allowances for single tiers. */
  readonly limits?: 'off' | Readonly<Partial<Record<Tier, Allowance>>>;
  /** How long Slack waits for an ack; 3,000. */
  readonly ackMs?: number;
  /** When events are sent again; at once, after one minute, after five. */
  readonly eventRetryMs?: readonly number[];
  /** How long a file takes until it can be shown; 0. */
  readonly fileReadyMs?: number;
  /** Same seed, same faults; 1. */
  readonly seed?: number;
  readonly faults?: readonly FaultInput[];
  readonly clock?: Clock;
};
