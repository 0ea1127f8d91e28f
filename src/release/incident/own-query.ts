import type { Version } from '../ids.ts';

/** What a query of the policy may leave to be filled in. */
export interface Asked {
  readonly model: string;
  readonly environment: string;
  readonly version: Version;
}

/**
 * A query with `{model}`, `{environment}` and `{version}` filled in, as they stand within quotes: no name can end the text that it
 * stands in. Other braces stay as they are.
 */
export function filledIn(query: string, asked: Asked): string {
  return query.replace(/\{(model|environment|version)\}/g, (whole, name) => {
    const value = Object.entries(asked).find(([key]) => key === name)?.[1];
    return value === undefined ? whole : withinQuotes(value);
  });
}

/** PromQL reads `\x22` alike in single and in double quotes, where a backslash before the other quote is an error. */
function withinQuotes(text: string): string {
  return text.replace(/["'`\\\p{Cc}]/gu, (sign) =>
    Array.from(new TextEncoder().encode(sign), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}
