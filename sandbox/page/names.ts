import type { Screen, ShownPerson } from '../slack/page/screen.ts';

const KINDS: Readonly<Record<ShownPerson['kind'], string>> = {
  member: '',
  guest: 'guest',
  'single-channel-guest': 'single-channel guest',
  bot: 'app',
  stranger: 'from another company',
};

/** What a person is called. */
export function personName(screen: Screen, id: string): string {
  if (id === screen.app.user) return screen.app.name;
  return screen.people.find((person) => person.id === id)?.realName ?? id;
}

/** What a person does and is, in a few words. */
export function roleOf({ title, kind, deleted, groups }: ShownPerson): string {
  const parts = [title, KINDS[kind], deleted ? 'deactivated' : '', ...groups.map((handle) => `@${handle}`)];
  return parts.filter(Boolean).join(' · ');
}

/** The colour of somebody's picture: always the same for one id. */
export function colourOf(id: string): string {
  const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  return `hsl(${hue} 45% 42%)`;
}

/** The letters of somebody's picture. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
}
