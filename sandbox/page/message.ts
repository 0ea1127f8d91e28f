import { type ComponentChild, h } from 'preact';
import { type JsonObject, objectsOf, textOf } from '../slack/json.ts';
import { Attachments } from './attachments.ts';
import { Avatar } from './avatar.ts';
import { Blocks } from './blocks/blocks.ts';
import { timeOf } from './blocks/dates.ts';
import { emojiNamed } from './blocks/emoji.ts';
import { SharedFile } from './blocks/media.ts';
import { Mrkdwn } from './blocks/mrkdwn.ts';
import { SpotProvider } from './elements/spot.ts';
import { MessageTools } from './message-tools.ts';
import { personName } from './names.ts';
import { type Page, usePage } from './page-context.ts';

/** How a message stands among others. */
export type MessageProps = {
  readonly message: JsonObject;
  readonly channel: string;
  /** Only its reader sees it. */
  readonly secret?: boolean;
  /** It mentions its reader. */
  readonly pinged?: boolean;
  readonly inThread?: boolean;
};

/** One message, with everything that hangs on it. */
export function Message(props: MessageProps): ComponentChild {
  const page = usePage();
  const { message, channel, secret = false, pinged = false, inThread = false } = props;
  const [ts, user] = [textOf(message['ts']), textOf(message['user'])];
  const name = personName(page.screen, user);
  const look = ['message', secret ? 'secret' : '', pinged ? 'pinged' : ''].filter(Boolean).join(' ');
  return h(
    'article',
    { class: look, 'data-ts': ts, 'aria-label': `${name}, ${timeOf(ts)}${secret ? ', only visible to you' : ''}` },
    secret ? h('p', { class: 'secret-line' }, '👁 Only visible to you') : null,
    h(
      'div',
      { class: 'message-row' },
      h(Avatar, { id: user }),
      h(
        'div',
        { class: 'message-main' },
        h(Byline, { message, name }),
        h(Body, { message }),
        inThread ? null : h(ThreadLink, { message, channel }),
      ),
    ),
    secret ? null : h(MessageTools, { message, channel, inThread }),
  );
}

function Byline({ message, name }: { readonly message: JsonObject; readonly name: string }): ComponentChild {
  const { screen } = usePage();
  const ts = textOf(message['ts']);
  return h(
    'div',
    { class: 'byline' },
    h('strong', {}, name),
    textOf(message['user']) === screen.app.user ? h('span', { class: 'badge' }, 'APP') : null,
    h('time', { title: new Date(Number(ts) * 1000).toString() }, timeOf(ts)),
    message['subtype'] === 'thread_broadcast' ? h('span', { class: 'quiet' }, 'also sent to the channel') : null,
  );
}

function Body({ message }: { readonly message: JsonObject }): ComponentChild {
  const blocks = objectsOf(message['blocks']);
  const text = textOf(message['text']);
  return h(
    SpotProvider,
    { value: { where: textOf(message['ts']), errors: {} } },
    blocks.length > 0 ? h(Blocks, { blocks }) : text ? h('div', { class: 'text' }, h(Mrkdwn, { text })) : null,
    h(Attachments, { attachments: objectsOf(message['attachments']) }),
    objectsOf(message['files']).map((file) => h(SharedFile, { file })),
    h(Reactions, { message }),
    message['edited'] && blocks.length === 0 ? h('small', { class: 'quiet' }, '(edited)') : null,
  );
}

function Reactions({ message }: { readonly message: JsonObject }): ComponentChild {
  const { screen } = usePage();
  const one = ({ name, users, count }: JsonObject): ComponentChild => {
    const who = Array.isArray(users) ? users.map((id) => personName(screen, textOf(id))).join(', ') : '';
    return h(
      'span',
      { class: 'reaction', title: who },
      emojiNamed(textOf(name)) ?? `:${textOf(name)}:`,
      ' ',
      String(count),
    );
  };
  const all = objectsOf(message['reactions']);
  return all.length > 0 ? h('div', { class: 'reactions' }, all.map(one)) : null;
}

function ThreadLink({ message, channel }: { readonly message: JsonObject; readonly channel: string }): ComponentChild {
  const page = usePage();
  const count = Number(message['reply_count'] ?? 0);
  if (count === 0) return null;
  const users = Array.isArray(message['reply_users']) ? message['reply_users'].map(textOf) : [];
  const news = isNewer(page, { message, channel });
  return h(
    'button',
    { type: 'button', class: 'thread-link', onClick: () => page.go({ channel, thread: textOf(message['ts']) }) },
    users.slice(0, 4).map((id) => h(Avatar, { id, small: true })),
    h('b', {}, count === 1 ? '1 reply' : `${count} replies`),
    news ? h('span', { class: 'badge new' }, 'new') : null,
    h('span', { class: 'quiet' }, `Last at ${timeOf(textOf(message['latest_reply']))}`),
  );
}

function isNewer(
  { screen }: Page,
  { message, channel }: { readonly message: JsonObject; readonly channel: string },
): boolean {
  const marks = screen.channels.find(({ id }) => id === channel)?.threads ?? {};
  return textOf(message['latest_reply']) > (marks[textOf(message['ts'])] ?? '');
}
