import type { World } from '../slack/world.ts';
import type { Stage } from './stage.ts';
import { type Told, tell } from './story.ts';
import type { Verdict } from './tale.ts';
import { type Trouble, troubleSeed } from './troubles.ts';

/** Tells the story while Slack is in trouble; it has to end as it does without. Besides the story's own checks: the trouble was real, and nothing was posted twice. */
export async function tellUnder(
  stage: Stage,
  trouble: Trouble,
  verdict: Verdict,
  only?: string | undefined,
): Promise<Told> {
  const { faults, world } = stage.system.slack;
  faults.clear();
  faults.seed(troubleSeed);
  for (const fault of trouble.faults) faults.add(fault);
  try {
    const { passed, failed } = await tell(stage, verdict, { only, trouble });
    const struck = faults.armed().reduce((sum, one) => sum + one.struck, 0);
    const doubled = postedTwice(world);
    const after = [
      { words: `${trouble.kind} struck ${struck} times`, why: struck > 0 ? null : 'nothing came its way' },
      { words: 'nothing was posted twice', why: doubled.length === 0 ? null : doubled.join(', ') },
    ];
    for (const { words, why } of after) verdict('afterwards', words, { why, took: '' });
    const wrong = after.filter(({ why }) => why !== null).length;
    return { passed: passed + after.length - wrong, failed: failed + wrong };
  } finally {
    faults.clear();
  }
}

/** Everything that Signalbox posts carries a mark of its own: the same mark on two messages is one post made twice. */
function postedTwice({ messages }: World): readonly string[] {
  const marks = [...messages.values()].flat().flatMap(({ metadata }) => (metadata ? [JSON.stringify(metadata)] : []));
  return marks.filter((mark, at) => marks.indexOf(mark) !== at);
}
