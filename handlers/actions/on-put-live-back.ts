import { nobody } from '../../blocks/leaves.ts';
import { refusalMessage } from '../../blocks/replies.ts';
import { rollbackPreview } from '../../blocks/rollback-preview.ts';
import { type LaneKey, placeOf, type Version } from '../../src/release/ids.ts';
import { replyTo, words } from '../carry-out.ts';
import { peopleIn } from '../people.ts';
import { askerOf, type OnPress, sayTo } from '../pressing.ts';
import { respond } from '../respond.ts';
import { refusalToRead } from '../standing-check.ts';

const reason = 'champion was moved from outside';

/** Shows privately what putting back the version that was let in before would do; only the button there asks for it. */
export const onPutLiveBack: OnPress<{ readonly lane: LaneKey; readonly version: Version }> = async (
  deps,
  click,
  { lane, version },
) => {
  await click.ack();
  try {
    const refusal = await refusalToRead(deps, click.press.user.id);
    if (refusal !== null) return await sayTo(deps, click, refusal);
    const { model, environment } = placeOf(lane);
    const asked = await deps.releases.previewRollback(model, environment, version);
    const message =
      asked.kind === 'refused'
        ? refusalMessage(asked.refusal, nobody)
        : rollbackPreview(asked.found, reason, await peopleIn(deps.directory, asked.found));
    await respond(deps, askerOf(click), message);
  } catch (error) {
    deps.log.error({ lane, error }, 'Question not answered');
    await respond(deps, askerOf(click), words(replyTo(error)));
  }
};
