import { contentWire } from '../slack/message-wire.ts';
import type { Content, World } from '../slack/world.ts';
import { picture } from './picture.ts';
import type { Print } from './progress.ts';

/** Prints what is new in Slack as it comes: cards when their headline changes, thread lines, private answers, notices. */
export function followNews(world: World, print: Print): void {
  const told = new Map<string, string>();
  const tell = (key: string, where: string, content: Content) => {
    const drawn = picture(world, contentWire(content));
    const headline = drawn.split('\n')[0] ?? '';
    if (told.get(key) === headline) return;
    told.set(key, headline);
    print(`\n${where}\n${indented(drawn)}`);
  };
  world.changes.on('change', () => {
    for (const { key, where, content } of [...inChannels(world), ...inPrivate(world), ...fromSlack(world)])
      tell(key, where, content);
  });
}

type News = { readonly key: string; readonly where: string; readonly content: Content };

function inChannels(world: World): readonly News[] {
  return [...world.messages.values()].flat().map(({ channel, ts, threadTs, content }) => {
    const place = `#${world.channels.get(channel)?.name ?? channel}`;
    return { key: ts, where: threadTs === undefined ? place : `${place}, in the thread`, content };
  });
}

function inPrivate(world: World): readonly News[] {
  const shown = world.ephemerals.filter(({ gone }) => !gone);
  return shown.map(({ ts, to, content }) => {
    return { key: ts, where: `only @${world.people.get(to)?.name ?? to} sees this`, content };
  });
}

function fromSlack(world: World): readonly News[] {
  return world.notices.map(({ text }, at) => ({ key: `notice ${at}`, where: 'Slack says', content: { text } }));
}

/** A drawing, set off from what is around it. */
export function indented(drawn: string): string {
  return drawn
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
