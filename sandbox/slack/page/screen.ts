import type { JsonObject } from '../json.ts';
import type { PersonKind } from '../world.ts';

/** Somebody as the page lists them. */
export type ShownPerson = {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly title: string;
  readonly kind: PersonKind;
  readonly deleted: boolean;
  /** The handles of the user groups they are in. */
  readonly groups: readonly string[];
  /** How many mentions they have not read. */
  readonly pings: number;
};

/** A channel, or the direct messages with the app, with all that this person can read in it. */
export type ShownChannel = {
  readonly id: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly name: string;
  readonly member: boolean;
  readonly people: number;
  readonly external: boolean;
  readonly archived: boolean;
  /** Messages as the Web API gives them, replies too, the oldest first. */
  readonly messages: readonly JsonObject[];
  readonly ephemerals: readonly JsonObject[];
  /** Up to which message this person read it; threads go by their own mark in `threads`. */
  readonly read: string;
  readonly threads: Readonly<Record<string, string>>;
  /** The messages that mention this person. */
  readonly pings: readonly string[];
  /** How many of them they have not read, in the channel or in its threads. */
  readonly unreadPings: number;
};

/** Something Slack itself said to this person. */
export type ShownNotice = { readonly at: number; readonly channel?: string | undefined; readonly text: string };

/** One request as the inspector lists it; what was asked and answered is read when somebody opens it. */
export type ShownTraffic = {
  readonly number: number;
  readonly at: number;
  readonly direction: 'from-app' | 'to-app' | 'by-person';
  readonly name: string;
  readonly status: number;
  readonly ms: number;
  readonly refused?: string | undefined;
  readonly fault?: string | undefined;
  readonly about: string;
};

/** A slash command of the app. */
export type ShownCommand = { readonly name: string; readonly hint: string; readonly description: string };

/** Everything one person has on their screen. */
export type Screen = {
  readonly now: number;
  readonly team: string;
  readonly app: {
    readonly name: string;
    readonly user: string;
    readonly home: boolean;
    readonly commands: readonly ShownCommand[];
    readonly shortcuts: readonly { readonly id: string; readonly name: string; readonly on: 'global' | 'message' }[];
  };
  readonly me: string;
  readonly people: readonly ShownPerson[];
  readonly groups: readonly { readonly id: string; readonly handle: string }[];
  /** Names of all channels, for mentions of channels that this person cannot open. */
  readonly channelNames: Readonly<Record<string, string>>;
  readonly channels: readonly ShownChannel[];
  readonly modals: readonly JsonObject[];
  readonly home: JsonObject | null;
  readonly notices: readonly ShownNotice[];
  readonly traffic: readonly ShownTraffic[];
};
