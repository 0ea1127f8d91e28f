import { checkRelease } from '../../../blocks/actions.ts';
import type { Kind } from '../hands.ts';
import type { Tale } from '../tale.ts';

/** Better on the whole, and worse for customers of high value: the slice blocks it, with both numbers. */
export async function blockedBySlice(tale: Tale): Promise<void> {
  const version = await askedInStaging(tale, 'uneven');
  await tale.check('one slice got worse: it is blocked by name, with both numbers and the tolerance', () =>
    tale.card('staging', `Blocked: ${tale.model} v${version}`, 'recall/high_value', '0.8485', '0.9091', '0.01'),
  );
  await tale.check('what did pass is one line', () => tale.card('staging', '6 passed'));
  await nothingMoved(tale);
}

/** Those who call what is live could not call it: told column by column, in words. */
export async function blockedBySchema(tale: Tale): Promise<void> {
  const version = await askedInStaging(tale, 'renamed');
  await tale.check('a renamed column blocks, and the card says what became of it', () =>
    tale.card('staging', `Blocked: ${tale.model} v${version}`, 'input radius_mean is new and required'),
  );
  await nothingMoved(tale);
}

/** What reviewers need to read is not there; once it is written, the release goes on. */
export async function blockedUndocumented(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  const { url } = stage.servers.staging;
  await tale.type('ada', `promote ${model}@2`);
  await tale.check('missing documentation blocks, each thing by name', () =>
    tale.card('staging', `Blocked: ${model} v2`, 'intended_use', 'description', 'limitations', '[Check again]'),
  );
  await stage.hands.tag(url, model, '2', 'intended_use', 'whom the retention team calls first');
  await stage.hands.describe(url, model, '2', '# Limitations\n\nNothing is known of customers younger than a month.');
  await tale.press('ada', checkRelease);
  await tale.check(
    'ada writes it and asks to check again: MLflow says that v2 is champion in staging',
    async () => (await tale.champion('staging')) === '2',
  );
}

/** What the last one asks for. */
export const documentedLines = [
  'path: [staging, production]',
  'gates:',
  '  - { improves: auc }',
  '  - documented: { tags: intended_use, description: { min: 40 }, model-card: limitations }',
] as const;

async function askedInStaging({ stage, model, type }: Tale, kind: Kind): Promise<string> {
  const { url } = stage.servers.staging;
  const version = await stage.hands.register(url, model, await stage.hands.train(url, kind));
  await type('ada', `promote ${model}@${version}`);
  return version;
}

function nothingMoved(tale: Tale): Promise<void> {
  return tale.check(
    'nobody can approve it, and MLflow says that v1 is still champion in staging',
    async () => !tale.card('staging', '[Approve]') && (await tale.champion('staging')) === '1',
  );
}
