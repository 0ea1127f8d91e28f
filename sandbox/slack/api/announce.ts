import { emitEvent } from '../delivery/events.ts';
import { messageWire } from '../message-wire.ts';
import { mentionsInText } from '../pings.ts';
import type { Channel, Delivered, Message, World } from '../world.ts';

const CHANNEL_TYPES = { public: 'channel', private: 'group', im: 'im' };
const SUBSCRIPTIONS = { public: 'message.channels', private: 'message.groups', im: 'message.im' };

/** Tells the app about a new message: the message itself, a mention of the app, and links it can unfurl. */
export async function announcePost(world: World, message: Message): Promise<readonly Delivered[]> {
  const channel = world.channels.get(message.channel);
  if (!channel?.members.has(world.app.botUser)) return [];
  const wire = { ...messageWire(world, message), channel: channel.id, event_ts: message.ts };
  const sent = [emitEvent(world, SUBSCRIPTIONS[channel.kind], { ...wire, channel_type: CHANNEL_TYPES[channel.kind] })];
  if (message.user !== world.app.botUser) {
    if (mentionsApp(world, channel, message))
      sent.push(emitEvent(world, 'app_mention', { ...wire, type: 'app_mention' }));
    sent.push(announceLinks(world, channel, message));
  }
  return (await Promise.all(sent)).filter((delivered) => delivered !== undefined);
}

function mentionsApp(world: World, channel: Channel, message: Message): boolean {
  return channel.kind !== 'im' && mentionsInText(message.content.text).includes(`<@${world.app.botUser}>`);
}

function announceLinks(world: World, channel: Channel, message: Message): Promise<Delivered> | undefined {
  const domains = world.app.manifest.features.unfurl_domains;
  const links = [...message.content.text.matchAll(/https?:\/\/([^/\s>|:]+)[^\s>|]*/g)].flatMap(([url, host = '']) => {
    const domain = domains.find((name) => host === name || host.endsWith(`.${name}`));
    return domain ? [{ url, domain }] : [];
  });
  if (links.length === 0) return undefined;
  return emitEvent(world, 'link_shared', {
    type: 'link_shared',
    channel: channel.id,
    is_bot_user_member: true,
    user: message.user,
    message_ts: message.ts,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    unfurl_id: `${channel.id}/${message.ts}`,
    source: 'conversations_history',
    links,
    event_ts: message.ts,
  });
}
