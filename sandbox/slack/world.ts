import type { EventEmitter } from 'node:events';
import type { Clock } from './clock.ts';
import type { JsonObject } from './json.ts';
import type { Manifest } from './manifest.ts';
import type { Notice, Ping, Traffic } from './noted.ts';

/** What kind of account a person has; a stranger belongs to another company and came through Slack Connect. */
export type PersonKind = 'member' | 'guest' | 'single-channel-guest' | 'bot' | 'stranger';

/** Somebody with a Slack account. */
export type Person = {
  readonly id: string;
  readonly teamId: string;
  name: string;
  realName: string;
  /** What they do, as their profile says. */
  title: string;
  email: string;
  kind: PersonKind;
  deleted: boolean;
  admin: boolean;
  tz: string;
  updated: number;
};

/** A user group. */
export type Group = {
  readonly id: string;
  handle: string;
  name: string;
  users: string[];
  disabled: boolean;
  updated: number;
};

/** A channel, private channel or direct message. */
export type Channel = {
  readonly id: string;
  readonly kind: 'public' | 'private' | 'im';
  name: string;
  readonly members: Set<string>;
  archived: boolean;
  /** Whether another company is in here through Slack Connect. */
  readonly external: boolean;
  readonly created: number;
};

/** What a message showed at one time. */
export type Content = {
  readonly text: string;
  readonly blocks?: readonly JsonObject[] | undefined;
  readonly attachments?: readonly JsonObject[] | undefined;
};

/** A message in a channel or thread, with everything it ever showed. */
export type Message = {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly botId?: string | undefined;
  readonly threadTs?: string | undefined;
  readonly broadcast: boolean;
  content: Content;
  readonly versions: Content[];
  metadata?: JsonObject | undefined;
  editedAt?: string | undefined;
  readonly reactions: Map<string, string[]>;
  readonly files: readonly string[];
  unfurls: JsonObject;
};

/** A message that only one person sees; it lives in their client, so it cannot be updated by `chat.update`. */
export type Ephemeral = {
  readonly channel: string;
  readonly ts: string;
  readonly to: string;
  readonly threadTs?: string | undefined;
  content: Content;
  gone: boolean;
};

/** A modal or a Home tab as it stands now. */
export type View = {
  readonly id: string;
  readonly owner: string;
  readonly kind: 'modal' | 'home';
  wire: JsonObject;
  hash: string;
};

/** A file, from the moment its upload URL was given out. */
export type FileRecord = {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  readonly altText: string;
  title: string;
  bytes?: Buffer | undefined;
  completedAt?: number | undefined;
  readonly channels: Set<string>;
};

/** A right to open one modal within three seconds. */
export type Trigger = { readonly user: string; readonly expiresAt: number; used: boolean };

/** Where an app may answer an interaction: five times in thirty minutes. */
export type ResponseUrl = {
  readonly channel: string;
  readonly user: string;
  readonly expiresAt: number;
  readonly message?: { readonly ts: string; readonly ephemeral: boolean } | undefined;
  readonly threadTs?: string | undefined;
  uses: number;
};

/** How a delivery to the app ended. */
export type Delivered = {
  readonly outcome: 'acked' | 'refused' | 'timeout' | 'unreachable' | 'dropped' | 'ack-lost';
  readonly ms: number;
  readonly status: number;
  readonly body: JsonObject;
  /** The app asked not to be told again. */
  readonly noRetry?: boolean;
};

/** What goes to the app. */
export type Delivery = {
  readonly kind: 'slash_commands' | 'interactive' | 'events_api';
  readonly name: string;
  readonly payload: JsonObject;
  /** Where HTTP delivers it; the workspace's request URL when absent. */
  readonly url?: string | undefined;
};

/** The app that is installed here. */
export type AppRecord = {
  readonly id: string;
  readonly botId: string;
  readonly botUser: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly manifest: Manifest;
};

/** Everything the workspace knows. */
export type World = {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly app: AppRecord;
  readonly clock: Clock;
  readonly random: () => number;
  readonly people: Map<string, Person>;
  readonly groups: Map<string, Group>;
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, Message[]>;
  readonly ephemerals: Ephemeral[];
  readonly views: Map<string, View>;
  /** Per person, the ids of the open modals, the top one last. */
  readonly modals: Map<string, string[]>;
  readonly homes: Map<string, string>;
  readonly files: Map<string, FileRecord>;
  readonly fileReadyMs: number;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  readonly pings: Ping[];
  readonly notices: Notice[];
  readonly traffic: Traffic[];
  /** Emits `change` for every new traffic entry; a page can follow along. */
  readonly changes: EventEmitter;
  readonly wires: { baseUrl: string; deliver(delivery: Delivery): Promise<Delivered>; openSocket(): string };
  lastTs: number;
};
