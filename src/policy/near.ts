/** The known words that are most like the given one, best first, at most three; empty when none is close. */
export function near(word: string, known: Iterable<string>): string[] {
  const most = Math.max(1, Math.floor(word.length / 3));
  return [...known]
    .map((one) => ({ one, far: distance(word.toLowerCase(), one.toLowerCase()) }))
    .filter(({ one, far }) => far <= most || (word.length > 2 && one.startsWith(word)))
    .sort((a, b) => a.far - b.far || (a.one < b.one ? -1 : 1))
    .slice(0, 3)
    .map(({ one }) => one);
}

/** How many letters to add, drop, change or swap with their neighbour. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(cell(a, b, i, j, [...rows, row]));
    rows.push(row);
  }
  return at(rows, a.length, b.length);
}

function cell(a: string, b: string, i: number, j: number, rows: readonly number[][]): number {
  const same = a[i - 1] === b[j - 1] ? 0 : 1;
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return Math.min(
    at(rows, i - 1, j) + 1,
    at(rows, i, j - 1) + 1,
    at(rows, i - 1, j - 1) + same,
    swapped ? at(rows, i - 2, j - 2) + 1 : Infinity,
  );
}

function at(rows: readonly number[][], i: number, j: number): number {
  return rows[i]?.[j] ?? Infinity;
}
