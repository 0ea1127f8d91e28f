import { type ComponentChild, h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownChannel } from '../slack/page/screen.ts';
import { channelTitle } from './channel-title.ts';
import { type Page, usePage } from './page-context.ts';
import { commandIn, encoded, hintFor, type Suggestion, suggestionsFor } from './typing.ts';

type Props = { readonly channel: ShownChannel; readonly thread: string };

/** Where people write: Enter sends, Shift+Enter starts a new line, a slash offers the app's commands. */
export function Composer({ channel, thread }: Props): ComponentChild {
  const page = usePage();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) field.current?.focus();
  }, []);
  const offer = useOffer(text, setText);
  const finish = (): void => {
    if (!text.trim()) return;
    setText('');
    field.current?.focus();
    void send(page, { channel, thread }, text);
  };
  const where = thread ? 'Reply…' : `Message ${channelTitle(channel)}`;
  return h(
    'div',
    { class: 'composer' },
    h(Offered, offer),
    h(Hint, { words: offer.offered.length > 0 ? '' : hintFor(text, page.screen) }),
    h(
      'div',
      { class: 'composer-line' },
      h('textarea', {
        ref: field,
        rows: Math.min(8, text.split('\n').length),
        value: text,
        placeholder: where,
        'aria-label': where,
        'aria-autocomplete': 'list',
        'aria-activedescendant': offer.offered.length > 0 ? `offered-${offer.picked}` : undefined,
        onKeyDown: (event: KeyboardEvent) => onKey(event, { Enter: finish, ...offer.keys(finish) }),
        onInput: ({ currentTarget }: { readonly currentTarget: HTMLTextAreaElement }) => setText(currentTarget.value),
      }),
      h(
        'button',
        { type: 'button', class: 'button send', 'aria-label': 'Send', disabled: !text.trim(), onClick: finish },
        '➤',
      ),
    ),
  );
}

type Keys = Readonly<Record<string, (() => void) | undefined>>;

function onKey(event: KeyboardEvent, keys: Keys): void {
  const act = event.shiftKey || event.isComposing ? undefined : keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

type Offer = {
  readonly offered: readonly Suggestion[];
  readonly picked: number;
  readonly take: (suggestion: Suggestion | undefined) => void;
};

/** What is offered for a text; Escape puts it away until the text changes. */
function useOffer(
  text: string,
  write: (next: string) => void,
): Offer & { readonly keys: (finish: () => void) => Keys } {
  const { screen } = usePage();
  const [at, setAt] = useState({ text: '', picked: 0, shut: false });
  const { picked, shut } = at.text === text ? at : { picked: 0, shut: false };
  const offered = shut ? [] : suggestionsFor(text, screen);
  const pick = (next: number): void => setAt({ text, picked: (next + offered.length) % offered.length, shut: false });
  const take = (suggestion: Suggestion | undefined): void => write(suggestion?.text ?? text);
  const keys = (finish: () => void): Keys => {
    if (offered.length === 0) return {};
    return {
      ArrowDown: () => pick(picked + 1),
      ArrowUp: () => pick(picked - 1),
      Tab: () => take(offered[picked]),
      Enter: () => (offered[picked]?.text.trim() === text ? finish() : take(offered[picked])),
      Escape: () => setAt({ text, picked: 0, shut: true }),
    };
  };
  return { offered, picked, take, keys };
}

async function send(page: Page, { channel, thread }: Props, text: string): Promise<void> {
  const command = commandIn(text);
  if (command && thread) return page.tell(`${command.command} is not supported in threads. Sorry!`);
  if (command) {
    await page.act('command', { channel: channel.id, command: command.command, text: command.rest });
    return;
  }
  const reply = thread ? { thread } : {};
  await page.act('say', { channel: channel.id, text: encoded(text.trim(), page.screen), ...reply });
}

function Hint({ words }: { readonly words: string }): ComponentChild {
  return words ? h('p', { class: 'composer-hint', role: 'status' }, words) : null;
}

function Offered({ offered, picked, take }: Offer): ComponentChild {
  const one = (suggestion: Suggestion, index: number): ComponentChild =>
    h(
      'div',
      {
        id: `offered-${index}`,
        role: 'option',
        'aria-selected': index === picked,
        onPointerDown: (event: Event) => {
          event.preventDefault();
          take(suggestion);
        },
      },
      h('b', {}, suggestion.words),
      h('small', {}, suggestion.note),
    );
  return offered.length > 0
    ? h('div', { class: 'offered-list', role: 'listbox', 'aria-label': 'Suggestions' }, offered.map(one))
    : null;
}
