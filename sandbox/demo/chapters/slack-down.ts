import { dirname } from 'node:path';
import { run } from '../../processes.ts';
import { keyOfOtto } from '../people.ts';
import type { Tale } from '../tale.ts';
import { approvedBy, askForProduction, liveInProduction } from './asking.ts';

const checkout = dirname(dirname(dirname(import.meta.dirname)));
const awayMs = 25_000;
const why = 'every second customer is refused';

/** Slack does not answer, and what is live misbehaves: on-call puts the last good one back from a terminal, by a key. */
export async function slackDown(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  await askForProduction(tale);
  await approvedBy(tale, 'grace', 'karen');
  await liveInProduction(tale, '2');
  await tale.check('v2 is verified', () => tale.card('production', `Verified: ${model} v2`));
  stage.system.slack.down(awayMs);
  const args = [model, '--in', 'production', '--because', why, '--yes', '--wait'];
  const said = await run(process.execPath, ['src/cli.ts', 'rollback', ...args], {
    cwd: checkout,
    env: { ...stage.system.env, SIGNALBOX_KEY: keyOfOtto },
  });
  await tale.check('Slack is away; otto, whom his key proves, types one line, and is told what became of it', () =>
    said.includes('v1'),
  );
  await liveInProduction(tale, '1');
  await tale.check('Slack comes back: the channel says who rolled back, and why', () =>
    tale.said('production', 'Rolled back', '@otto', why),
  );
}
