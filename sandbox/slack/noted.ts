import type { JsonObject } from './json.ts';

/** Somebody was notified, or somebody's text pretended to. */
export type Ping = {
  readonly channel: string;
  readonly ts: string;
  /** The mention as written, such as `<@U1>` or `<!channel>`. */
  readonly mention: string;
  readonly where: 'text' | 'blocks';
  readonly reached: readonly string[];
};

/** Something Slack itself told a person, such as that the app did not answer. */
export type Notice = {
  readonly at: number;
  readonly user: string;
  readonly channel?: string | undefined;
  readonly text: string;
};

/** One request in either direction. */
export type Traffic = {
  /** Counts up from 1 and never comes again. */
  readonly number: number;
  readonly at: number;
  readonly direction: 'from-app' | 'to-app' | 'by-person';
  readonly name: string;
  readonly status: number;
  readonly ms: number;
  readonly refused?: string | undefined;
  readonly fault?: string | undefined;
  readonly request: JsonObject;
  readonly answer?: JsonObject | undefined;
};
