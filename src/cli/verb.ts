/** How a command ends: 0 all is well, 1 it found something wrong or could not go on, 2 it was called in a way it does not know. */
export type ExitCode = 0 | 1 | 2;

/** One thing that the command line does. */
export interface Verb {
  readonly words: readonly string[];
  /** Its arguments, as the usage shows them. */
  readonly takes: string;
  readonly does: string;
  /** How it ends when it could not find out, or broke; 1 if left out. */
  readonly unknown?: ExitCode;
  run(args: readonly string[]): Promise<ExitCode>;
}

/** Called in a way that no command knows: what to type instead. */
export function usageError(words: string): ExitCode {
  process.stderr.write(`${words}\n`);
  return 2;
}

const writing =
  'To it write request, baseline with names, rebuild, and what a person does whom SIGNALBOX_KEY proves: promote to resume. Init writes its file.';

/** Everything there is to type. */
export function usage(verbs: readonly Verb[]): string {
  const lines = verbs.map(
    ({ words, takes, does }) => `  signalbox ${[...words, takes].join(' ').trim()}\n      ${does}\n`,
  );
  return `usage:\n${lines.join('')}\nREDIS_URL says where the log is. ${writing}\n`;
}

export function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
