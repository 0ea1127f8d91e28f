import { type ComponentChild, h } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type JsonObject, textOf } from '../slack/json.ts';
import type { Screen, ShownChannel } from '../slack/page/screen.ts';
import { markRead } from './act.ts';
import { dayOf, timeOf } from './blocks/dates.ts';
import { Mrkdwn } from './blocks/mrkdwn.ts';
import { Message } from './message.ts';
import { usePage } from './page-context.ts';

type Line = { readonly ts: string; readonly draw: () => ComponentChild };
type Part = { readonly channel: ShownChannel; readonly thread: string };

/** The messages of a channel or a thread: what is new is marked, read, and scrolled to. */
export function MessageList({ channel, thread }: Part): ComponentChild {
  const { screen } = usePage();
  const list = useRef<HTMLDivElement>(null);
  const lines = linesOf(screen, { channel, thread });
  const mark = thread ? (channel.threads[thread] ?? '') : channel.read;
  const [opened] = useState(mark);
  const last = lines.at(-1)?.ts ?? '';
  useFollow(list);
  useEffect(() => {
    if (last > mark) void markRead(screen.me, { channel: channel.id, ...(thread ? { thread } : {}) }, last);
  }, [last, mark]);
  return h(
    'div',
    {
      ref: list,
      class: 'messages',
      role: 'log',
      'aria-label': thread ? 'Thread' : `Messages in ${channel.name}`,
      tabIndex: 0,
    },
    lines.length === 0 ? h('p', { class: 'quiet empty' }, 'Nothing here yet.') : null,
    withMarks(lines, screen.now, opened),
  );
}

function linesOf(screen: Screen, { channel, thread }: Part): readonly Line[] {
  const here = (message: JsonObject): boolean => belongs(message, thread);
  const messages = channel.messages.filter(here).map((message) => ({
    ts: textOf(message['ts']),
    draw: () =>
      h(Message, {
        key: textOf(message['ts']),
        message,
        channel: channel.id,
        pinged: channel.pings.includes(textOf(message['ts'])),
        inThread: thread !== '',
      }),
  }));
  const secrets = channel.ephemerals.filter(here).map((message) => ({
    ts: textOf(message['ts']),
    draw: () => h(Message, { key: textOf(message['ts']), message, channel: channel.id, secret: true, inThread: true }),
  }));
  const notices = thread === '' ? noticeLines(screen, channel) : [];
  return [...messages, ...secrets, ...notices].toSorted((one, other) => one.ts.localeCompare(other.ts));
}

/** In a channel stand its own messages and replies that were sent there too; in a thread its parent and all replies. */
function belongs(message: JsonObject, thread: string): boolean {
  const [ts, root] = [textOf(message['ts']), textOf(message['thread_ts'])];
  if (thread) return ts === thread || root === thread;
  return root === '' || root === ts || message['subtype'] === 'thread_broadcast';
}

function noticeLines(screen: Screen, channel: ShownChannel): readonly Line[] {
  return screen.notices
    .filter((notice) => notice.channel === channel.id)
    .map(({ at, text }) => {
      const ts = (at / 1000).toFixed(6);
      return { ts, draw: () => h(Notice, { key: ts, ts, text }) };
    });
}

function Notice({ ts, text }: { readonly ts: string; readonly text: string }): ComponentChild {
  return h(
    'article',
    { class: 'message secret notice', 'aria-label': `Slackbot, ${timeOf(ts)}, only visible to you` },
    h('p', { class: 'secret-line' }, '👁 Only visible to you'),
    h(
      'div',
      { class: 'message-row' },
      h('span', { class: 'avatar slackbot', 'aria-hidden': true }, '♥'),
      h(
        'div',
        { class: 'message-main' },
        h('div', { class: 'byline' }, h('strong', {}, 'Slackbot'), h('time', {}, timeOf(ts))),
        h(Mrkdwn, { text }),
      ),
    ),
  );
}

function withMarks(lines: readonly Line[], now: number, opened: string): readonly ComponentChild[] {
  const firstNew = opened === '' ? -1 : lines.findIndex(({ ts }) => ts > opened);
  return lines.flatMap(({ ts, draw }, index) => {
    const day = dayOf(ts, now);
    const before = lines[index - 1];
    return [
      before && dayOf(before.ts, now) === day
        ? null
        : h('div', { class: 'day', key: `day ${day}` }, h('span', {}, day)),
      index === firstNew ? h('div', { class: 'new-line', key: 'new' }, h('span', {}, 'New')) : null,
      draw(),
    ];
  });
}

/** Stays at the newest message, unless somebody scrolled up to read. */
function useFollow(list: { readonly current: HTMLDivElement | null }): void {
  const low = useRef(true);
  useEffect(() => {
    const scroll = (): void => {
      const { current } = list;
      if (current) low.current = current.scrollHeight - current.scrollTop - current.clientHeight < 60;
    };
    const toEnd = (): void => {
      if (low.current) list.current?.scrollTo({ top: list.current.scrollHeight });
    };
    const resized = new ResizeObserver(toEnd);
    if (list.current) resized.observe(list.current);
    list.current?.addEventListener('scroll', scroll);
    list.current?.addEventListener('load', toEnd, { capture: true });
    return () => resized.disconnect();
  }, []);
  // Before anything is painted: a scroll event in between would look as if somebody had scrolled up.
  useLayoutEffect(() => {
    if (low.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  });
}
