import { type ComponentChild, h } from 'preact';
import { Avatar } from './avatar.ts';
import { Menu } from './elements/menu.ts';
import { personName, roleOf } from './names.ts';
import { usePage } from './page-context.ts';

/** Who one acts as, and the menu to become somebody else. */
export function ActAs(): ComponentChild {
  const { screen, go } = usePage();
  const others = screen.people.filter(({ kind, deleted }) => kind !== 'bot' && !deleted);
  const me = screen.people.find(({ id }) => id === screen.me);
  const items = others.map((person) => ({
    words: [
      h(Avatar, { id: person.id, small: true }),
      h('b', {}, person.realName),
      person.id === screen.me ? ' ✓' : '',
      person.pings > 0 ? h('span', { class: 'pings' }, person.pings) : null,
    ],
    note: roleOf(person),
    choose: () => go({ who: person.name }),
  }));
  const face = [
    h(Avatar, { id: screen.me, small: true }),
    h(
      'span',
      { class: 'act-as-words' },
      h('small', {}, 'Acting as'),
      h('b', {}, personName(screen, screen.me)),
      h('small', { class: 'role' }, me ? roleOf(me) : ''),
    ),
    h('span', { 'aria-hidden': true }, '▾'),
  ];
  return h(Menu, { label: `Acting as ${personName(screen, screen.me)}. Switch person`, face, items, look: 'act-as' });
}
