/** Up to `most` of the known words that the asked one may have meant, best first: at most a third of its letters away, or begun the same. */
export function nearest(asked: string, known: readonly string[], most = 3): readonly string[] {
  const wanted = asked.toLowerCase();
  const room = Math.max(1, Math.ceil(wanted.length / 3));
  return known
    .map((word) => ({ word, away: distance(wanted, word.toLowerCase(), room) }))
    .filter(({ away }) => away <= room)
    .sort((a, b) => a.away - b.away || a.word.localeCompare(b.word))
    .slice(0, most)
    .map(({ word }) => word);
}

function distance(wanted: string, word: string, room: number): number {
  if (wanted.length > 1 && word.startsWith(wanted)) return 0.5;
  return Math.abs(wanted.length - word.length) > room ? Number.POSITIVE_INFINITY : edits(wanted, word);
}

/** Optimal string alignment: insert, delete, replace, swap two neighbours; each costs one. */
function edits(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(old, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(older, j - 2) + 1 : replaced;
      row.push(Math.min(replaced, swapped, at(old, j) + 1, at(row, j - 1) + 1));
    }
    older = old;
    old = row;
  }
  return at(old, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
