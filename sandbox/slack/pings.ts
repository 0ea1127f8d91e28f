import { type JsonObject, textOf, walk } from './json.ts';
import type { Ping } from './noted.ts';
import type { Message, World } from './world.ts';

const MENTION =
  /<@([A-Z0-9_]+)(?:\|[^>]*)?>|<!subteam\^([A-Z0-9_]+)(?:\|[^>]*)?>|<!(channel|here|everyone)(?:\|[^>]*)?>/g;

/** Writes down whom a new message notifies: only what Slack would read as a mention, wherever it came from. */
export function notePings(world: World, message: Message): void {
  const { text, blocks, attachments } = message.content;
  const inBlocks = [...(blocks ?? []), ...(attachments ?? [])].flatMap((block) => mentionsInBlock(block));
  const inText = mentionsInText(text).filter((mention) => !inBlocks.includes(mention));
  for (const mention of new Set(inBlocks)) world.pings.push(pingOf(world, message, mention, 'blocks'));
  for (const mention of new Set(inText)) world.pings.push(pingOf(world, message, mention, 'text'));
}

/** The mentions in mrkdwn text, without labels. */
export function mentionsInText(text: string): readonly string[] {
  return [...text.matchAll(MENTION)].map(([, user, group, range]) => {
    if (user) return `<@${user}>`;
    return group ? `<!subteam^${group}>` : `<!${range}>`;
  });
}

function mentionsInBlock(block: JsonObject): readonly string[] {
  return walk(block).flatMap((object) => {
    switch (object['type']) {
      case 'mrkdwn':
      case 'markdown':
        return mentionsInText(textOf(object['text']));
      case 'user':
        return [`<@${textOf(object['user_id'])}>`];
      case 'usergroup':
        return [`<!subteam^${textOf(object['usergroup_id'])}>`];
      case 'broadcast':
        return [`<!${textOf(object['range'])}>`];
      default:
        return [];
    }
  });
}

function pingOf(world: World, message: Message, mention: string, where: Ping['where']): Ping {
  const members = world.channels.get(message.channel)?.members ?? new Set<string>();
  const reached = mentioned(world, mention, members).filter((id) => {
    const person = world.people.get(id);
    return members.has(id) && id !== message.user && person !== undefined && !person.deleted && person.kind !== 'bot';
  });
  return { channel: message.channel, ts: message.ts, mention, where, reached };
}

function mentioned(world: World, mention: string, members: ReadonlySet<string>): readonly string[] {
  if (mention.startsWith('<@')) return [mention.slice(2, -1)];
  if (!mention.startsWith('<!subteam^')) return [...members];
  const group = world.groups.get(mention.slice('<!subteam^'.length, -1));
  return group && !group.disabled ? group.users : [];
}
