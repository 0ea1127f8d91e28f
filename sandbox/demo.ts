import { parseArgs } from 'node:util';
import { atHand } from './demo/at-hand.ts';
import { untilEnded } from './demo/endings.ts';
import { headless } from './demo/headless.ts';
import { print } from './demo/progress.ts';
import { troublesNamed } from './demo/troubles.ts';

const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: false },
    runs: { type: 'string', default: '1' },
    only: { type: 'string' },
    fault: { type: 'string' },
  },
});

try {
  const troubles = values.fault === undefined ? [] : troublesNamed(values.fault);
  if (troubles.length > 0 && !values.headless) throw new Error('A fault goes with the story: add --headless.');
  if (values.headless) await tellStory({ runs: Number(values.runs), only: values.only, troubles });
  else await untilEnded(print, (keep, tell) => atHand(tell, keep));
} catch (cause) {
  print(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
}
// Whatever is still open, such as a connection that somebody keeps alive, must not hold up the prompt.
process.exit();

async function tellStory(asked: Pick<Parameters<typeof headless>[0], 'runs' | 'only' | 'troubles'>): Promise<void> {
  const told = await untilEnded(print, (keep, tell) => headless({ ...asked, print: tell, keep }));
  if (told === 'interrupted') {
    process.exitCode = 130;
    return;
  }
  print(`\n${told.passed} passed, ${told.failed} failed`);
  if (told.failed > 0 || told.passed === 0) process.exitCode = 1;
}
