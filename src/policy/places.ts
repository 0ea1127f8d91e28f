import { type Document, isMap, isNode, isSeq, type LineCounter, type Pair } from 'yaml';

/** Where in the file: from 1, as editors count. */
export interface Place {
  readonly line: number;
  readonly col: number;
}

export type Path = readonly (string | number)[];

/**
 * The place of what a path leads to: of its value, or of its key. What is not there is placed where it ought to be: at the
 * key of the nearest thing around it that is.
 */
export function placeOf(document: Document, lines: LineCounter, path: Path, at: 'key' | 'value'): Place {
  const trail = trailOf(document.contents, path);
  const last = trail.at(-1);
  const wholePath = trail.length === path.length;
  const value = wholePath && at === 'value' && last && !isBelowItsKey(last.value) ? startOf(last.value) : null;
  const [nearest] = trail
    .map(({ key, value: around }) => key ?? startOf(around))
    .filter((offset) => offset !== null)
    .toReversed();
  return place(lines, value ?? nearest ?? startOf(document.contents) ?? 0);
}

interface Step {
  readonly value: unknown;
  readonly key: number | null;
}

/** What a path passes through, as far as it leads. */
function trailOf(root: unknown, path: Path): Step[] {
  const trail: Step[] = [];
  for (const step of path) {
    const found = stepInto(trail.length === 0 ? root : trail.at(-1)?.value, step);
    if (found === null) break;
    trail.push(found);
  }
  return trail;
}

/** The line and column of a character of the text. */
export function place(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), col: Math.max(1, col) };
}

function stepInto(
  node: unknown,
  step: string | number,
): { readonly value: unknown; readonly key: number | null } | null {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? null : { value: item, key: null };
  }
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }: Pair) => keyText(key) === String(step));
  return pair === undefined ? null : { value: pair.value, key: startOf(pair.key) };
}

function keyText(key: unknown): string | null {
  return isNode(key) && 'value' in key ? String(key.value) : null;
}

/** A block collection begins on the line after its key; people look for it at the key. */
function isBelowItsKey(node: unknown): boolean {
  return (isMap(node) || isSeq(node)) && node.flow !== true;
}

function startOf(node: unknown): number | null {
  return isNode(node) && node.range ? node.range[0] : null;
}
