import { parseArgs } from 'node:util';
import { atHand } from './demo/at-hand.ts';
import { headless } from './demo/headless.ts';
import { print } from './demo/progress.ts';

const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: false },
    runs: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});

try {
  if (values.headless) await tellStory(Number(values.runs), values.only);
  else await atHand(print);
} catch (cause) {
  print(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
}
// Whatever is still open, such as a connection that somebody keeps alive, must not hold up the prompt.
process.exit();

async function tellStory(runs: number, only?: string): Promise<void> {
  const { passed, failed } = await headless({ runs, only, print });
  print(`\n${passed} passed, ${failed} failed`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}
