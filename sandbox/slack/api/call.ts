import type { Json, JsonObject } from '../json.ts';
import { parseJson } from '../parse-json.ts';
import type { Tier } from '../rate-limits.ts';
import type { World } from '../world.ts';

/** One call of a Web API method. */
export type Call = { readonly world: World; readonly args: JsonObject };

/** What a method answers: always an `ok`. */
export type Answer = JsonObject;

/** One Web API method. */
export type Method = {
  readonly tier: Tier;
  /** The app must hold one of these; none are needed when empty. */
  readonly scopes: readonly string[];
  /** Arguments that must be there. */
  readonly needs?: readonly string[];
  /** Called with the app-level token instead of the bot's. */
  readonly appToken?: true;
  readonly run: (call: Call) => Answer;
};

/** A good answer. */
export function ok(fields: JsonObject = {}): Answer {
  return { ok: true, ...fields };
}

/** A refusal with Slack's error code. */
export function no(error: string, fields: JsonObject = {}): Answer {
  return { ok: false, error, ...fields };
}

/** A refusal that says where in the arguments the trouble is, in Slack's form. */
export function noWith(error: string, messages: readonly string[]): Answer {
  return no(error, { errors: messages.map((words) => words.replace('[ERROR] ', '')), response_metadata: { messages } });
}

/** An argument as text; empty when it is missing or is not text. */
export function textArg({ args }: Call, name: string): string {
  const value = args[name];
  return typeof value === 'string' ? value : '';
}

/** An argument that may be `true`, `"true"` or `1`. */
export function flagArg({ args }: Call, name: string): boolean {
  return [true, 'true', '1', 1].some((yes) => yes === args[name]);
}

/** An argument as a number; the fallback when it is missing or no number. */
export function numberArg({ args }: Call, name: string, fallback: number): number {
  const value = Number(args[name] ?? fallback);
  return Number.isFinite(value) ? value : fallback;
}

/** An argument that is JSON: as such, or as text in a form. `null` when it is text but not JSON. */
export function jsonArg({ args }: Call, name: string): Json | undefined {
  const value = args[name];
  return typeof value === 'string' && value !== '' ? (parseJson(value) ?? null) : value;
}
