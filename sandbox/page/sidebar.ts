import { type ComponentChild, h } from 'preact';
import { type JsonObject, textOf } from '../slack/json.ts';
import type { ShownChannel } from '../slack/page/screen.ts';
import { ActAs } from './act-as.ts';
import { Avatar } from './avatar.ts';
import { channelTitle } from './channel-title.ts';
import { usePage } from './page-context.ts';

/** Who one is, the channels with what is new in them, and the app. */
export function Sidebar(props: { readonly inspecting: boolean; readonly inspect: () => void }): ComponentChild {
  const { screen, act } = usePage();
  const channels = screen.channels.filter(({ kind }) => kind !== 'im').toSorted(byName);
  const global = screen.app.shortcuts.filter(({ on }) => on === 'global');
  return h(
    'nav',
    { class: 'sidebar', 'aria-label': 'Workspace' },
    h('div', { class: 'team' }, screen.team),
    h(ActAs, {}),
    h(
      'div',
      { class: 'places' },
      part(
        'Channels',
        channels.filter(({ member }) => member).map((channel) => h(ChannelItem, { channel })),
      ),
      part(
        'Other channels',
        channels.filter(({ member }) => !member).map((channel) => h(ChannelItem, { channel })),
      ),
      part('Apps', [h(AppItem, {})]),
      part(
        'Shortcuts',
        global.map(({ id, name }) =>
          h('button', { type: 'button', class: 'place', onClick: () => void act('shortcut', { id }) }, `⚡ ${name}`),
        ),
      ),
    ),
    h(
      'button',
      { type: 'button', class: 'place inspect', 'aria-pressed': props.inspecting, onClick: props.inspect },
      '⇄ Traffic',
    ),
  );
}

/** How many of a channel's mentions somebody has not read, and whether anything is new. */
export function news(channel: ShownChannel, me: string): { readonly unread: boolean; readonly pings: number } {
  const fresh = (message: JsonObject): boolean =>
    textOf(message['ts']) > channel.read && textOf(message['user']) !== me && !isReply(message);
  return {
    unread: channel.member && channel.messages.some(fresh),
    pings: channel.unreadPings,
  };
}

function isReply(message: JsonObject): boolean {
  return textOf(message['thread_ts']) !== '' && message['thread_ts'] !== message['ts'];
}

function part(label: string, items: readonly ComponentChild[]): ComponentChild {
  return items.length > 0 ? h('section', { 'aria-label': label }, h('h2', {}, label), items) : null;
}

function ChannelItem({ channel }: { readonly channel: ShownChannel }): ComponentChild {
  const { screen, place, go } = usePage();
  const { unread, pings } = news(channel, screen.me);
  const label = [
    channelTitle(channel),
    unread ? 'unread' : '',
    pings === 1 ? '1 mention' : pings > 1 ? `${pings} mentions` : '',
  ]
    .filter(Boolean)
    .join(', ');
  return h(
    'button',
    {
      type: 'button',
      class: `place ${unread || pings > 0 ? 'unread' : ''}`,
      'aria-label': label,
      'aria-current': place.channel === channel.id ? 'page' : undefined,
      onClick: () => go({ channel: channel.id, thread: '' }),
    },
    h('span', { class: 'place-name' }, channelTitle(channel)),
    pings > 0 ? h('span', { class: 'pings' }, pings) : null,
  );
}

function AppItem(): ComponentChild {
  const { screen, place, go } = usePage();
  const direct = screen.channels.find(({ kind }) => kind === 'im');
  const { unread, pings } = direct ? news(direct, screen.me) : { unread: false, pings: 0 };
  const tab = unread || !screen.app.home ? 'messages' : 'home';
  return h(
    'button',
    {
      type: 'button',
      class: `place ${unread ? 'unread' : ''}`,
      'aria-current': ['home', 'messages'].includes(place.channel) ? 'page' : undefined,
      onClick: () => go({ channel: tab, thread: '' }),
    },
    h(Avatar, { id: screen.app.user, small: true }),
    h('span', { class: 'place-name' }, screen.app.name),
    pings > 0 ? h('span', { class: 'pings' }, pings) : null,
  );
}

function byName(one: ShownChannel, other: ShownChannel): number {
  return one.name.localeCompare(other.name);
}
