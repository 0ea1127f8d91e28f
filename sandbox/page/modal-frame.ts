import { type ComponentChildren, h } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A dialog over everything else: it keeps the focus, and Escape calls `leave`. */
export function ModalFrame(props: {
  readonly label: string;
  readonly look: string;
  readonly leave: () => void;
  readonly children?: ComponentChildren;
}): ComponentChildren {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const cancel = (event: Event): void => {
    event.preventDefault();
    props.leave();
  };
  return h('dialog', { ref: dialog, class: props.look, 'aria-label': props.label, onCancel: cancel }, props.children);
}
