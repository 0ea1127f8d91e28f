import { nameToEmoji } from 'gemoji';

const SLACKS_OWN: Readonly<Record<string, string>> = {
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  large_orange_circle: '🟠',
  simple_smile: '🙂',
  slightly_smiling_face: '🙂',
  thumbsup: '👍',
  thumbsdown: '👎',
};

/** The emoji of that name; undefined when there is none, and then Slack shows the name. */
export function emojiNamed(name: string): string | undefined {
  return nameToEmoji[name] ?? SLACKS_OWN[name];
}

/** Text in which every `:name:` that is an emoji became one. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+-]+):/g, (all, name: string) => emojiNamed(name) ?? all);
}
