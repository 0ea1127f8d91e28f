/** What the reader of a JSON text is told of each number, besides its value. */
interface Read {
  readonly source?: string;
}

/** The JSON value of a text, or undefined. Whole numbers that a double cannot hold (Databricks' ids have 64 bits) come as strings. */
export function exactJson(text: string): unknown {
  try {
    return JSON.parse(text, exact);
  } catch {
    return undefined;
  }
}

function exact(_key: string, value: unknown, read?: Read): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  const digits = read?.source ?? '';
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(digits) ? digits : value;
}
