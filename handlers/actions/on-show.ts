import type { ModalView } from '@slack/types';
import { nobody } from '../../blocks/leaves.ts';
import type { Message } from '../../blocks/message.ts';
import { refusalMessage } from '../../blocks/replies.ts';
import type { PersonId, ReleaseId } from '../../src/release/ids.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { replyTo, words } from '../carry-out.ts';
import type { HandlerDeps } from '../deps.ts';
import { openModal } from '../modals.ts';
import { askerOf, type Click, type OnPress, sayTo, strayCard } from '../pressing.ts';
import { respond } from '../respond.ts';
import { refusalToRead } from '../standing-check.ts';

interface OfRelease {
  readonly release: ReleaseId;
}

/** A button that shows something of a release in a modal. */
export function onShowModal(draw: (deps: HandlerDeps, state: ReleaseState) => Promise<ModalView>): OnPress<OfRelease> {
  return showing(async (deps, click, state) => openModal(deps, click, await draw(deps, state)));
}

/** A button that shows something of a release in a private answer. */
export function onShowAnswer(draw: (deps: HandlerDeps, state: ReleaseState) => Promise<Message>): OnPress<OfRelease> {
  return showing(async (deps, click, state) => respond(deps, askerOf(click), await draw(deps, state)));
}

/** A button that opens a modal to decide in, drawn for one person from the release as it is: on a copy of the card nothing opens. */
export function onDecide<T extends OfRelease>(
  draw: (deps: HandlerDeps, state: ReleaseState, value: T, person: PersonId) => Promise<ModalView>,
): OnPress<T> {
  return showing<T>(async (deps, click, state, value) => {
    const [stray, view] = await Promise.all([
      strayCard(deps, click, value.release),
      draw(deps, state, value, click.press.user.id),
    ]);
    await (stray === null ? openModal(deps, click, view) : sayTo(deps, click, stray));
  });
}

function showing<T extends OfRelease>(
  show: (deps: HandlerDeps, click: Click, state: ReleaseState, value: T) => Promise<void>,
): OnPress<T> {
  return async (deps, click, value) => {
    const { release } = value;
    await click.ack();
    try {
      const refusal = await refusalToRead(deps, click.press.user.id);
      if (refusal !== null) return await sayTo(deps, click, refusal);
      const state = await deps.releases.release(release);
      if (state === null) await respond(deps, askerOf(click), refusalMessage({ kind: 'unknown-release' }, nobody));
      else await show(deps, click, state, value);
    } catch (error) {
      deps.log.error({ release, error }, 'Question not answered');
      await respond(deps, askerOf(click), words(replyTo(error)));
    }
  };
}
