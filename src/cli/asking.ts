import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks on the terminal, or answers null where there is none: nothing that runs by itself may hang on a question. */
export async function ask(question: string): Promise<string | null> {
  return asked(question, process.stderr);
}

/** The same, and what is typed is not shown. */
export async function askHidden(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const answer = await asked('', silent);
  process.stderr.write('\n');
  return answer;
}

/** Whether somebody typed yes; `no-terminal` where nobody can. */
export async function confirmed(question: string): Promise<'yes' | 'no' | 'no-terminal'> {
  const answer = await ask(`${question} Type yes: `);
  if (answer === null) return 'no-terminal';
  return answer.trim().toLowerCase() === 'yes' ? 'yes' : 'no';
}

/** With a terminal of its own, readline takes the echo upon itself: whatever it writes goes to `output` alone. */
async function asked(question: string, output: NodeJS.WritableStream): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  const closed = new Promise<null>((resolve) => lines.once('close', () => resolve(null)));
  try {
    return await Promise.race([lines.question(question), closed]);
  } finally {
    lines.close();
  }
}
