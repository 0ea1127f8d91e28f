import type { Call } from './ports.ts';
import type { Signal } from './release/incident/signal.ts';

/** What one message of an alert source holds: verify and parse live in the source's own folder. Never throws for bad input. */
export type AlertReading =
  | {
      readonly kind: 'signals';
      readonly signals: readonly Signal[];
      readonly signed: boolean;
      /** How many alerts the message should have held besides; left out: none. */
      readonly leftOut?: number;
      /** Where equal bodies may mean something new: what tells this one from an earlier one. Left out: equal bodies are one message. */
      readonly apart?: string;
    }
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'forged'; readonly why: string }
  /** `path` is the JSON path of what is wrong. */
  | { readonly kind: 'malformed'; readonly path: string; readonly why: string };

/** A source of alerts, made from the policy. */
export interface AlertSource {
  readonly name: string;
  readonly kind: string;
  read(headers: Readonly<Record<string, string | undefined>>, body: Buffer, now: number): AlertReading;
}

/** One point of a series: `at` in ms since 1970; null where there is no value. */
export interface Point {
  readonly at: number;
  readonly value: number | null;
}

/** A server that keeps series. Throws `ReleaseError` when it could not find out. */
export interface Series {
  /** The one series that a query gives, from `from` to `to`, `stepMs` apart; null where it gives none, more than one is an error. */
  range(query: string, from: number, to: number, stepMs: number, call: Call): Promise<readonly Point[] | null>;
}
