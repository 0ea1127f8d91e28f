import type { Screen } from '../slack/page/screen.ts';

/** Something that the composer offers while somebody types. */
export type Suggestion = {
  readonly words: string;
  readonly note: string;
  /** The whole text once it was taken. */
  readonly text: string;
};

/** What can be meant: commands for a slash at the start, people and groups for an `@`. */
export function suggestionsFor(text: string, screen: Screen): readonly Suggestion[] {
  if (/^\/\S*$/.test(text)) return commands(text, screen);
  const at = /(^|\s)@([\w.-]*)$/.exec(text);
  if (!at) return [];
  const start = text.slice(0, at.index + (at[1] ?? '').length);
  return mentionable(screen)
    .filter(({ name }) => name.startsWith(at[2] ?? ''))
    .map(({ name, note }) => ({ words: `@${name}`, note, text: `${start}@${name} ` }));
}

/** How to go on with the command that stands there, as the manifest says it. */
export function hintFor(text: string, { app }: Screen): string {
  const command = app.commands.find(({ name }) => text === name || text.startsWith(`${name} `));
  return command ? `${command.name} ${command.hint}`.trim() : '';
}

/** A slash command in its two parts; undefined for anything else. */
export function commandIn(text: string): { readonly command: string; readonly rest: string } | undefined {
  const found = /^(\/[^\s/]+)(?:\s+([\s\S]*))?$/.exec(text.trim());
  return found ? { command: found[1] ?? '', rest: found[2] ?? '' } : undefined;
}

/** Text as Slack's client sends it: the three control characters escaped, mentions and channels as ids. */
export function encoded(text: string, screen: Screen): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const named = safe.replace(/(^|\s)@([\w.-]*\w)/g, (all, before: string, name: string) => {
    const mention = mentionOf(name, screen);
    return mention ? `${before}${mention}` : all;
  });
  const linked = named.replace(/(^|\s)(https?:\/\/[^\s<>|]+)/g, '$1<$2>');
  return linked.replace(/(^|\s)#([\w-]+)/g, (all, before: string, name: string) => {
    const channel = screen.channels.find((one) => one.name === name);
    return channel ? `${before}<#${channel.id}|${name}>` : all;
  });
}

function commands(text: string, { app }: Screen): readonly Suggestion[] {
  return app.commands
    .filter(({ name }) => name.startsWith(text))
    .map(({ name, hint, description }) => ({
      words: `${name} ${hint}`.trim(),
      note: description || app.name,
      text: `${name} `,
    }));
}

function mentionable(screen: Screen): readonly { readonly name: string; readonly note: string }[] {
  const people = screen.people
    .filter(({ deleted }) => !deleted)
    .map(({ name, realName }) => ({ name, note: realName }));
  const groups = screen.groups.map(({ handle }) => ({ name: handle, note: 'group' }));
  return [
    ...people,
    ...groups,
    { name: 'here', note: 'everybody who is active' },
    { name: 'channel', note: 'everybody' },
  ];
}

function mentionOf(name: string, { people, groups }: Screen): string | undefined {
  const person = people.find((one) => one.name === name);
  const group = groups.find(({ handle }) => handle === name);
  if (person) return `<@${person.id}>`;
  if (group) return `<!subteam^${group.id}>`;
  return ['here', 'channel', 'everyone'].includes(name) ? `<!${name}>` : undefined;
}
