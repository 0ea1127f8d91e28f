import { type ComponentChild, h } from 'preact';
import { usePage } from '../page-context.ts';

/** A mention of a person: the reader's own stands out. */
export function Person({ id }: { readonly id: string }): ComponentChild {
  const { screen } = usePage();
  const person = screen.people.find((one) => one.id === id);
  const mine = id === screen.me;
  return h('span', { class: mine ? 'mention mine' : 'mention', 'data-user': id }, `@${person?.name ?? id}`);
}

/** A mention of a user group. */
export function UserGroup({ id }: { readonly id: string }): ComponentChild {
  const { screen } = usePage();
  const handle = screen.groups.find((group) => group.id === id)?.handle;
  const mine = screen.people.some((one) => one.id === screen.me && handle !== undefined && one.groups.includes(handle));
  return h('span', { class: mine ? 'mention mine' : 'mention' }, `@${handle ?? id}`);
}

/** A mention of a channel, which goes there. */
export function ChannelLink({ id }: { readonly id: string }): ComponentChild {
  const { screen, go } = usePage();
  const name = screen.channelNames[id];
  const open = (): void => go({ channel: id, thread: '' });
  return name === undefined
    ? h('span', { class: 'mention' }, `#${id}`)
    : h('button', { type: 'button', class: 'mention plain', onClick: open }, `#${name}`);
}

/** `@here`, `@channel` or `@everyone`. */
export function Broadcast({ range }: { readonly range: string }): ComponentChild {
  return h('span', { class: 'mention mine' }, `@${range}`);
}

/** A link that opens beside this page; anything but http and mail is only text. */
export function Link({ url, text }: { readonly url: string; readonly text: string }): ComponentChild {
  const safe = /^(https?:|mailto:)/.test(url);
  return safe ? h('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, text) : h('span', {}, text);
}
