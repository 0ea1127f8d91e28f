import { type ComponentChild, h } from 'preact';
import type { ShownChannel } from '../slack/page/screen.ts';
import { channelTitle } from './channel-title.ts';
import { Composer } from './composer.ts';
import { MessageList } from './message-list.ts';
import { usePage } from './page-context.ts';

/** A channel: its messages, and a line to write in for who is in it. */
export function Channel({ channel }: { readonly channel: ShownChannel }): ComponentChild {
  const { go, act } = usePage();
  const people = channel.people === 1 ? '1 member' : `${channel.people} members`;
  const join = (): void => void act('join', { channel: channel.id });
  return h(
    'main',
    { class: 'channel', 'aria-label': channelTitle(channel) },
    h(
      'header',
      { class: 'bar' },
      h(
        'button',
        {
          type: 'button',
          class: 'plain back',
          'aria-label': 'Back to channels',
          onClick: () => go({ channel: '', thread: '' }),
        },
        '←',
      ),
      h('h1', {}, channelTitle(channel)),
      h('span', { class: 'quiet' }, people, channel.external ? ' · shared with another company' : ''),
    ),
    h(MessageList, { key: channel.id, channel, thread: '' }),
    channel.member
      ? h(Composer, { key: channel.id, channel, thread: '' })
      : h(
          'div',
          { class: 'join' },
          `You are looking at ${channelTitle(channel)}.`,
          h('button', { type: 'button', class: 'button primary', onClick: join }, 'Join channel'),
        ),
  );
}

/** A thread, in a pane beside its channel. */
export function Thread({
  channel,
  thread,
}: {
  readonly channel: ShownChannel;
  readonly thread: string;
}): ComponentChild {
  const { go } = usePage();
  const close = (): void => go({ thread: '' });
  const leave = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented) close();
  };
  return h(
    'aside',
    { class: 'thread', 'aria-label': `Thread in ${channelTitle(channel)}`, onKeyDown: leave },
    h(
      'header',
      { class: 'bar' },
      h('h2', {}, 'Thread'),
      h('span', { class: 'quiet' }, channelTitle(channel)),
      h('button', { type: 'button', class: 'plain close', 'aria-label': 'Close thread', onClick: close }, '✕'),
    ),
    h(MessageList, { key: thread, channel, thread }),
    channel.member ? h(Composer, { key: thread, channel, thread }) : null,
  );
}
