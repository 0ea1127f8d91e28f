/** Numbers in [0, 1) that repeat for the same seed (mulberry32), so that a failing run can be played again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** An id as Slack writes them: a prefix and nine capital letters or digits. */
export function randomId(random: () => number, prefix: string, length = 9): string {
  let id = prefix;
  for (let index = 0; index < length; index += 1) id += LETTERS[Math.floor(random() * LETTERS.length)] ?? 'A';
  return id;
}
