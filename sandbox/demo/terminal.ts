import { createInterface } from 'node:readline';

/** Asks the person at the terminal, one question at a time; what they type before they are asked is kept for the next question. */
export type Terminal = {
  /** Null when there is nobody any more. */
  ask(question: string): Promise<string | null>;
  close(): void;
};

export function openTerminal(): Terminal {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const typed: string[] = [];
  let closed = false;
  let waiting: ((line: string | null) => void) | null = null;
  const give = (line: string | null) => {
    const taker = waiting;
    waiting = null;
    taker?.(line);
  };
  lines.on('line', (line) => {
    if (waiting === null) typed.push(line);
    else give(line);
  });
  // In raw mode Ctrl-C is a key: it is made the signal again that everything else waits for.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  lines.on('close', () => {
    closed = true;
    give(null);
  });
  return {
    ask(question) {
      const [next] = typed.splice(0, 1);
      if (next !== undefined || closed) return Promise.resolve(next ?? null);
      lines.setPrompt(question);
      lines.prompt();
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    close: () => lines.close(),
  };
}
