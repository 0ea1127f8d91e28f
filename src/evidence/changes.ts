const longest = 40;

/** Entries that were added, removed or given another value, one line each, in the order of their names. */
export function changesOf(
  what: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  text: (value: string) => string,
): string[] {
  const old = new Map(Object.entries(before));
  const now = new Map(Object.entries(after));
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name) => {
    const change = entryChange(old.get(name), now.get(name), text);
    return change === null ? [] : [`${what} \`${shown(name)}\` ${change}`.trimStart()];
  });
}

/** Things under a name; where two share one, the later ones are numbered, so that none hides another. */
export function keyed<T>(items: readonly T[], name: (item: T) => string): Map<string, T> {
  const named = new Map<string, T>();
  for (const item of items) {
    let key = name(item);
    for (let copy = 2; named.has(key); copy++) key = `${name(item)} no. ${copy}`;
    named.set(key, item);
  }
  return named;
}

/** The first lines, and how many more there are. */
export function folded(lines: readonly string[], most: number, rest: string): string[] {
  const more = lines.length - most;
  return more > 0 ? [...lines.slice(0, most), `${more} ${rest}`] : [...lines];
}

/** The first seven characters: enough to recognise a commit or a digest. */
export function short(hash: string): string {
  return hash.slice(0, 7);
}

/** Outside text cut to the length of a line. */
export function shown(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').toWellFormed();
  return line.length > longest ? `${line.slice(0, longest - 1).toWellFormed()}…` : line;
}

function entryChange(was: string | undefined, is: string | undefined, text: (value: string) => string): string | null {
  if (was === is) return null;
  if (was === undefined) return `added (${text(is ?? '')})`;
  if (is === undefined) return 'is gone';
  return text(was) === text(is) ? 'changed' : `${text(was)} → ${text(is)}`;
}
