/** What travels on the wire; an `undefined` field is simply not sent. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** One JSON object of unknown shape. */
export type JsonObject = { readonly [key: string]: Json | undefined };

/** True for `{…}`: not for null and not for lists. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** True for `[…]`. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The object, or an empty one. */
export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The list, or an empty one. */
export function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** The objects of a list; whatever else the list holds is left out. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return listOf(value).filter(isObject);
}

/** The text, or an empty one. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Every object inside a value, the outermost first. */
export function walk(value: Json | undefined): readonly JsonObject[] {
  if (isList(value)) return value.flatMap((item) => walk(item));
  if (!isObject(value)) return [];
  return [value, ...Object.values(value).flatMap((item) => walk(item))];
}
