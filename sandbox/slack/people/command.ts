import { refuseBlocks } from '../api/content.ts';
import { contentOf, show } from '../delivery/response-url.ts';
import type { JsonObject } from '../json.ts';
import { channelNamed } from '../people.ts';
import { newResponseUrl, newTrigger } from '../rights.ts';
import type { Channel, Person, World } from '../world.ts';
import { type Acted, acted, mustBeAble, notSent, tell } from './acted.ts';
import { channelField } from './payload.ts';

/** Types a slash command. What the app answers in its ack is shown as Slack shows it. */
export async function command(
  world: World,
  person: Person,
  channel: Channel,
  name: string,
  text: string,
): Promise<Acted> {
  mustBeAble(world, person, channel.id);
  const known = world.app.manifest.features.slash_commands.find((one) => one.command === name);
  if (!known) return notSent(tell(world, person, `${name} is not a valid command`, channel.id));
  const place = { channel: channel.id, user: person.id };
  const payload = {
    token: 'sandbox-verification',
    team_id: world.team.id,
    team_domain: world.team.domain,
    channel_id: channel.id,
    channel_name: channelField(channel)['name'],
    user_id: person.id,
    user_name: person.name,
    command: name,
    text: known.should_escape ? escaped(world, text) : text,
    api_app_id: world.app.id,
    is_enterprise_install: 'false',
    response_url: newResponseUrl(world, place),
    trigger_id: newTrigger(world, person.id),
  };
  const delivered = await world.wires.deliver({
    kind: 'slash_commands',
    name: `command ${name}`,
    payload,
    url: known.url,
  });
  const ended = acted(world, person, delivered, (why) => `${name} failed with the error "${why}"`, channel.id);
  return ended.outcome === 'acked' && Object.keys(delivered.body).length > 0
    ? answered(world, person, { place, name, body: delivered.body }, ended)
    : ended;
}

function answered(
  world: World,
  person: Person,
  answer: {
    readonly place: { readonly channel: string; readonly user: string };
    readonly name: string;
    readonly body: JsonObject;
  },
  ended: Acted,
): Acted {
  const content = contentOf(answer.body);
  const empty = !content.text && !content.blocks && !content.attachments;
  if (refuseBlocks(world, answer.body['blocks']) || empty) {
    const words = `${answer.name} failed with the error "invalid_command_response"`;
    return { ...ended, notice: tell(world, person, words, answer.place.channel) };
  }
  show(world, answer.place, answer.body, content);
  return ended;
}

/** What `should_escape` does: mentions and channels become ids, links are marked up, the three control characters escaped. */
function escaped(world: World, text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const people = safe.replace(/(^|\s)@([a-z0-9._-]+)/g, (all, before: string, name: string) => {
    const person = [...world.people.values()].find((someone) => someone.name === name);
    return person ? `${before}<@${person.id}|${name}>` : (groupMention(world, before, name) ?? all);
  });
  const channels = people.replace(/(^|\s)#([a-z0-9._-]+)/g, (all, before: string, name: string) => {
    const channel = channelNamed(world, name);
    return channel ? `${before}<#${channel.id}|${name}>` : all;
  });
  const links = channels.replace(
    /(^|\s)(https?:\/\/[^\s<>|]+)/g,
    (_all, before: string, url: string) => `${before}<${url}>`,
  );
  return links.replace(BARE_DOMAIN, (_all, before: string, host: string) => `${before}<http://${host}|${host}>`);
}

const BARE_DOMAIN = /(^|\s)((?:[a-z0-9-]+\.)+(?:com|org|net|io|ai|ml|dev|app|co)(?:\/[^\s<>|]*)?)(?=\s|$)/g;

function groupMention(world: World, before: string, name: string): string | undefined {
  const group = [...world.groups.values()].find(({ handle }) => handle === name);
  return group ? `${before}<!subteam^${group.id}|@${name}>` : undefined;
}
