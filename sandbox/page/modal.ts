import { type ComponentChild, h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type JsonObject, objectsOf, textOf } from '../slack/json.ts';
import { Blocks } from './blocks/blocks.ts';
import { wordsOf } from './blocks/text.ts';
import { type Spot, SpotProvider } from './elements/spot.ts';
import { ModalFrame } from './modal-frame.ts';
import { usePage } from './page-context.ts';

/** The modal on top, if the app opened one. */
export function OpenModal(): ComponentChild {
  const { screen } = usePage();
  const view = screen.modals.at(-1);
  return view ? h(Modal, { key: textOf(view['id']), view, deep: screen.modals.length > 1 }) : null;
}

type Wrong = { readonly errors: Spot['errors']; readonly notice?: string | undefined };

function Modal({ view, deep }: { readonly view: JsonObject; readonly deep: boolean }): ComponentChild {
  const page = usePage();
  const [wrong, setWrong] = useState<Wrong>({ errors: {} });
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const id = textOf(view['id']);
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus(), [wrong]);
  useEffect(() => setWrong({ errors: {} }), [view['hash']]);
  const leave = (): void => void page.act('close', { view: id });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const { errors = {}, notice } = await page.act('submit', { view: id, held: page.typed.get(id) ?? {} });
    setBusy(false);
    setWrong({ errors, notice: Object.keys(errors).length > 0 ? undefined : notice });
  };
  const title = wordsOf(view['title']);
  return h(
    ModalFrame,
    { label: title, look: 'modal', leave },
    h(
      'form',
      { ref: form, noValidate: true, onSubmit: (event: Event) => void submit(event), onKeyDown: sendOnEnter },
      h(
        'header',
        {},
        h('h2', {}, title),
        h(
          'button',
          { type: 'button', class: 'plain close', 'aria-label': deep ? 'Back' : 'Close', onClick: leave },
          deep ? '←' : '✕',
        ),
      ),
      wrong.notice && h('p', { class: 'error banner', role: 'alert' }, wrong.notice),
      h(
        SpotProvider,
        { value: { where: id, errors: wrong.errors } },
        h('div', { class: 'modal-body' }, h(Blocks, { blocks: objectsOf(view['blocks']) })),
      ),
      h(Buttons, { view, busy, leave }),
    ),
  );
}

function Buttons(props: {
  readonly view: JsonObject;
  readonly busy: boolean;
  readonly leave: () => void;
}): ComponentChild {
  const { view, busy, leave } = props;
  return h(
    'footer',
    { class: 'dialog-buttons' },
    h(
      'button',
      { type: 'button', class: 'button', onClick: leave },
      wordsOf(view['close']) || (view['submit'] ? 'Cancel' : 'Close'),
    ),
    view['submit']
      ? h(
          'button',
          { type: 'submit', class: 'button primary', disabled: busy },
          busy ? h('i', { class: 'spinner' }) : null,
          wordsOf(view['submit']),
        )
      : null,
  );
}

/** Ctrl+Enter or ⌘+Enter sends the form from anywhere in it. */
function sendOnEnter(event: KeyboardEvent): void {
  const { currentTarget: form } = event;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && form instanceof HTMLFormElement)
    form.requestSubmit();
}
