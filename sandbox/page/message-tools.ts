import { type ComponentChild, h } from 'preact';
import { type JsonObject, textOf } from '../slack/json.ts';
import { emojiNamed } from './blocks/emoji.ts';
import { Menu } from './elements/menu.ts';
import { usePage } from './page-context.ts';

const OFTEN = ['white_check_mark', 'eyes', '+1'];

/** What can be done with a message: seen while the pointer or the focus is on it. */
export function MessageTools(props: {
  readonly message: JsonObject;
  readonly channel: string;
  readonly inThread: boolean;
}): ComponentChild {
  const { screen, act, go, tell } = usePage();
  const { message, channel, inThread } = props;
  const ts = textOf(message['ts']);
  const root = textOf(message['thread_ts']) || ts;
  const react = (name: string): void => void act('react', { channel, ts, name });
  const shortcuts = screen.app.shortcuts
    .filter(({ on }) => on === 'message')
    .map(({ id, name }) => ({
      words: name,
      note: screen.app.name,
      choose: (): void => void act('shortcut', { id, on: { channel, ts } }),
    }));
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(`${location.origin}/archives/${channel}/p${ts.replace('.', '')}`);
    tell('Link copied');
  };
  return h(
    'div',
    { class: 'message-tools', role: 'toolbar', 'aria-label': 'Message actions' },
    OFTEN.map((name) =>
      h(
        'button',
        { type: 'button', 'aria-label': `React with ${name}`, title: `:${name}:`, onClick: () => react(name) },
        emojiNamed(name),
      ),
    ),
    inThread
      ? null
      : h(
          'button',
          {
            type: 'button',
            class: 'reply',
            'aria-label': 'Reply in thread',
            title: 'Reply in thread',
            onClick: () => go({ channel, thread: root }),
          },
          '💬',
        ),
    h(Menu, {
      label: 'More message actions',
      face: '⋮',
      look: 'plain',
      items: [...shortcuts, { words: 'Copy link', choose: (): void => void copy() }],
    }),
  );
}
