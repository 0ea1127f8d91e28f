import type { z } from 'zod';

/** What is wrong with a message: where, as a JSON path, and why. */
export interface Problem {
  readonly path: string;
  readonly why: string;
}

const longest = 300;

/** The first thing that a schema found wrong; an unknown key is named as the place. */
export function problemOf({ issues }: z.ZodError): Problem {
  const [issue] = issues;
  if (issue === undefined) return { path: '$', why: 'not what this source sends' };
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return { path: jsonPath([...issue.path, ...unknown]), why: issue.message.slice(0, longest) };
}

/** `$.alerts[3].labels["a b"]` */
export function jsonPath(parts: readonly PropertyKey[]): string {
  return `$${parts.map(stepOf).join('')}`.slice(0, longest);
}

function stepOf(part: PropertyKey): string {
  if (typeof part === 'number') return `[${part}]`;
  const name = String(part);
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
