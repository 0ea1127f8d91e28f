import { parseArgs } from 'node:util';
import { atHand } from './demo/at-hand.ts';
import { untilEnded } from './demo/endings.ts';
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
  else await untilEnded(print, (keep, tell) => atHand(tell, keep));
} catch (cause) {
  print(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
}
// Whatever is still open, such as a connection that somebody keeps alive, must not hold up the prompt.
process.exit();

async function tellStory(runs: number, only?: string): Promise<void> {
  const told = await untilEnded(print, (keep, tell) => headless({ runs, only, print: tell, keep }));
  if (told === 'interrupted') {
    process.exitCode = 130;
    return;
  }
  print(`\n${told.passed} passed, ${told.failed} failed`);
  if (told.failed > 0 || told.passed === 0) process.exitCode = 1;
}
