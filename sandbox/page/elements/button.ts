import { type ComponentChild, h } from 'preact';
import { objectOf, textOf } from '../../slack/json.ts';
import { wordsOf } from '../blocks/text.ts';
import { type ElementProps, useElement } from './use-element.ts';

/** A button; one with a link opens it, and tells the app as well. */
export function Button({ element, block }: ElementProps): ComponentChild {
  const control = useElement({ element, block });
  const [style, url] = [textOf(element['style']), textOf(element['url'])];
  const press = (): void => {
    if (/^https?:/.test(url)) window.open(url, '_blank', 'noreferrer');
    control.send(element['value'] ?? undefined);
  };
  const label = textOf(element['accessibility_label']);
  return h(
    'button',
    {
      type: 'button',
      class: `button ${style}`,
      'aria-busy': control.busy,
      ...(label ? { 'aria-label': label } : {}),
      onClick: press,
    },
    control.busy ? h('i', { class: 'spinner' }) : null,
    h('span', {}, wordsOf(element['text'])),
  );
}

const ICONS: Readonly<Record<string, string>> = { trash: '🗑' };

/** A button that is only a picture. */
export function IconButton({ element, block }: ElementProps): ComponentChild {
  const control = useElement({ element, block });
  const label = wordsOf(element['text']) || control.label;
  const press = (): void => control.send(element['value'] ?? undefined);
  return h(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': label, title: label, onClick: press },
    ICONS[textOf(element['icon'])] ?? '◻',
  );
}

/** Thumbs up and thumbs down. */
export function Feedback({ element, block }: ElementProps): ComponentChild {
  const control = useElement({ element, block });
  const one = (name: string, picture: string): ComponentChild => {
    const label = wordsOf(objectOf(element[name])['text']) || name;
    return h(
      'button',
      { type: 'button', class: 'icon-button', title: label, 'aria-label': label, onClick: () => control.send() },
      picture,
    );
  };
  return h('span', {}, one('positive_button', '👍'), one('negative_button', '👎'));
}
