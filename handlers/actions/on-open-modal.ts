import type { ModalView } from '@slack/types';
import type { ReleaseId } from '../../src/release/ids.ts';
import type { HandlerDeps } from '../deps.ts';
import { openModal } from '../modals.ts';
import { type OnPress, sayTo, strayCard } from '../pressing.ts';

/** A button that opens a modal before anything else: the modal is drawn from the button's value alone. */
export function onOpenModal<T>(draw: (value: T) => ModalView): OnPress<T> {
  return async (deps, click, value) => {
    await click.ack();
    await openModal(deps, click, draw(value));
  };
}

/** The same for a button on a card: on a copy of the card nothing opens. */
export function onOpenModalOf<T extends { readonly release: ReleaseId }>(
  draw: (deps: HandlerDeps, value: T) => ModalView | Promise<ModalView>,
): OnPress<T> {
  return async (deps, click, value) => {
    await click.ack();
    const [stray, view] = await Promise.all([strayCard(deps, click, value.release), draw(deps, value)]);
    await (stray === null ? openModal(deps, click, view) : sayTo(deps, click, stray));
  };
}
