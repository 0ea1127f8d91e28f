const longest = 60;

/** A name or value as it was logged, in backticks; a long one is cut. */
export function quoted(text: string): string {
  return `\`${text.length > longest ? `${text.slice(0, longest - 1)}…` : text}\``;
}
