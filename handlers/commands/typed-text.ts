const invisible = /\p{Default_Ignorable_Code_Point}/gu;
const control = /\p{Cc}+/gu;
const link = /<([^<>]+)>/g;
const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** Typed text as the person meant it: Slack's markup for people, channels and links undone, invisible characters gone, spaces single. */
export function plainText(typed: string): string {
  return decode(typed.replace(link, (_, inside: string) => meant(inside)))
    .normalize('NFC')
    .replace(control, ' ')
    .replace(invisible, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Words of a command: plain text with straight quotes and short dashes, cut at spaces but not inside quotes. */
export function words(plain: string): readonly string[] {
  const straight = plain
    .replace(/[“”„‟«»″`]/gu, '"')
    .replace(/[‘’‚‛′]/gu, "'")
    .replace(/[‐‑‒–—―−﹘﹣-]/gu, '-');
  const pieces = straight.match(/(?:"[^"]*"|'[^']*'(?=[\s@]|$)|[^\s"])+|"/gu) ?? [];
  return joinedAtSigns(pieces.map(bare).filter((word) => word !== ''));
}

/** Slack's `<…>` holds a kind and, after a bar, the label that the person saw. */
function meant(inside: string): string {
  const [target = '', label] = split(inside);
  if (target.startsWith('@')) return `@${label ?? target.slice(1)}`;
  if (target.startsWith('#')) return `#${label ?? target.slice(1)}`;
  if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
  return label ?? target.replace(/^mailto:/i, '');
}

function split(inside: string): readonly (string | undefined)[] {
  const bar = inside.indexOf('|');
  return bar < 0 ? [inside] : [inside.slice(0, bar), inside.slice(bar + 1) || undefined];
}

function decode(text: string): string {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity);
}

/** A word without its quotes, the comma after it, a channel's `#` and the scheme that an auto-link adds. */
function bare(piece: string): string {
  const word = piece.replace(/[,;]+$/u, '').replace(/^https?:\/\/([^\s]*?)\/?$/iu, '$1');
  const unquoted = word.replace(/"([^"]*)"|^'([^']*)'/gu, (_, double?: string, single?: string) =>
    (double ?? single ?? '').trim(),
  );
  return /^-+$/u.test(unquoted) ? '' : unquoted.replaceAll('"', '').replace(/^#/u, '');
}

/** `churn @14`, `churn@ 14` and `churn @ 14` all mean `churn@14`. */
function joinedAtSigns(pieces: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const piece of pieces) {
    const before = joined.at(-1);
    const belongs = before !== undefined && (piece.startsWith('@') || before.endsWith('@'));
    if (belongs) joined[joined.length - 1] = (before + piece).replace(/@+/g, '@');
    else joined.push(piece.replace(/@+/g, '@'));
  }
  return joined;
}
