import { type ComponentChild, h } from 'preact';
import { objectsOf, textOf } from '../../slack/json.ts';
import { wordsOf } from '../blocks/text.ts';
import { Menu } from './menu.ts';
import { type ElementProps, useElement } from './use-element.ts';

/** The three dots with more to do. */
export function Overflow({ element, block }: ElementProps): ComponentChild {
  const control = useElement({ element, block });
  const items = objectsOf(element['options']).map((option) => ({
    words: wordsOf(option['text']),
    note: wordsOf(option['description']),
    choose: () => {
      const url = textOf(option['url']);
      if (/^https?:/.test(url)) window.open(url, '_blank', 'noreferrer');
      control.send(option['value'] ?? '');
    },
  }));
  return h(Menu, {
    label: 'More actions',
    face: control.busy ? h('i', { class: 'spinner' }) : '⋯',
    items,
    busy: control.busy,
  });
}
