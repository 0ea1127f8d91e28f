import type { HttpRequest } from '../../http.ts';

const api = '/api/2.0/mlflow';

/** MLflow reads GET parameters from the query alone, and those of every other method from a JSON body alone. */
export function get(path: string, query: Readonly<Record<string, string>> = {}): HttpRequest {
  return { method: 'GET', path: api + path, query };
}

export function send(method: 'POST' | 'PATCH' | 'DELETE', path: string, json: object): HttpRequest {
  return { method, path: api + path, json };
}

/** Percent-encodes a file's path, keeping the slashes between its folders. */
export function pathOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/**
 * The search filter for one model's name. MLflow has no escape for quotes: a name with both kinds is asked for with a wildcard
 * for one of them, so the answers still have to be compared with the name.
 */
export function nameIs(name: string): string {
  if (!name.includes("'")) return `name = '${name}'`;
  if (!name.includes('"')) return `name = "${name}"`;
  return `name LIKE "${name.replaceAll('"', '_')}"`;
}
