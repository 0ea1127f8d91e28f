import { type ComponentChild, h } from 'preact';
import { colourOf, initialsOf, personName } from './names.ts';
import { usePage } from './page-context.ts';

/** Somebody's picture: their letters on their colour. */
export function Avatar({ id, small }: { readonly id: string; readonly small?: boolean }): ComponentChild {
  const { screen } = usePage();
  const name = personName(screen, id);
  const look = `avatar ${small ? 'small' : ''} ${id === screen.app.user ? 'of-app' : ''}`;
  return h('span', { class: look, style: { background: colourOf(id) }, 'aria-hidden': true }, initialsOf(name));
}
