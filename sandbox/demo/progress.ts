/** Does one piece of work and tells how long it took. */
export type Step = <T>(what: string, work: () => Promise<T>) => Promise<T>;

export type Print = (line: string) => void;

/** Tells each piece of work on a line of its own when it is done, or has failed. */
export function progress(print: Print): Step {
  return async (what, work) => {
    const began = Date.now();
    try {
      const made = await work();
      print(`  ✓ ${what.padEnd(42)} ${seconds(began)}`);
      return made;
    } catch (cause) {
      print(`  ✗ ${what.padEnd(42)} ${seconds(began)}`);
      throw cause;
    }
  };
}

/** How long ago that was, as `3.4 s`. */
export function seconds(since: number): string {
  return `${((Date.now() - since) / 1_000).toFixed(1)} s`;
}

/** Prints a line for people. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
