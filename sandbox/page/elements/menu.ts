import { type ComponentChild, h } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** One line of a menu. */
export type MenuItem = { readonly words: ComponentChild; readonly note?: string; readonly choose: () => void };

/** A button that opens a menu: arrows move, Enter chooses, Escape closes. */
export function Menu(props: {
  readonly label: string;
  readonly face: ComponentChild;
  readonly items: readonly MenuItem[];
  readonly look?: string;
  readonly busy?: boolean;
}): ComponentChild {
  const [open, setOpen] = useState(false);
  const face = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    face.current?.focus();
  };
  const button = {
    ref: face,
    type: 'button',
    class: props.look ?? 'button overflow',
    'aria-haspopup': 'menu',
    'aria-expanded': open,
    'aria-label': props.label,
    title: props.label,
    disabled: props.busy ?? false,
    onClick: () => setOpen(!open),
  } as const;
  return h(
    'span',
    { class: 'menu-place' },
    h('button', button, props.face),
    open ? h(MenuList, { items: props.items, label: props.label, close }) : null,
  );
}

function MenuList(props: {
  readonly items: readonly MenuItem[];
  readonly label: string;
  readonly close: () => void;
}): ComponentChild {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    list.current?.querySelector('button')?.focus({ preventScroll: true });
    list.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !list.current?.parentElement?.contains(event.target)) props.close();
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, []);
  const move = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      props.close();
    }
    const step = new Map([
      ['ArrowDown', 1],
      ['ArrowUp', -1],
    ]).get(event.key);
    if (step === undefined || !list.current) return;
    event.preventDefault();
    const buttons = [...list.current.querySelectorAll('button')];
    const now = buttons.findIndex((button) => button.matches(':focus'));
    buttons.at((now + step) % buttons.length)?.focus();
  };
  const items = props.items.map(({ words, note, choose }) => {
    const take = (): void => {
      props.close();
      choose();
    };
    return h(
      'button',
      { type: 'button', role: 'menuitem', onClick: take },
      h('span', {}, words),
      note ? h('small', {}, note) : null,
    );
  });
  return h('div', { ref: list, class: 'menu', role: 'menu', 'aria-label': props.label, onKeyDown: move }, items);
}
