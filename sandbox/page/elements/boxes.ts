import { type ComponentChild, h } from 'preact';
import { type JsonObject, objectsOf, textOf } from '../../slack/json.ts';
import { drawText } from '../blocks/text.ts';
import { initialOf } from './options.ts';
import { type ElementProps, useElement } from './use-element.ts';

/** Boxes to tick. */
export function Checkboxes({ element, block }: ElementProps): ComponentChild {
  const control = useElement({ element, block });
  const chosen = Array.isArray(control.held) ? control.held.map(textOf) : initialOf(element);
  const toggle = (value: string): void =>
    control.take(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return group(control.label, objectsOf(element['options']), (option) => {
    const value = textOf(option['value']);
    return h('input', { type: 'checkbox', checked: chosen.includes(value), onChange: () => toggle(value) });
  });
}

/** One of several. */
export function RadioButtons({ element, block }: ElementProps): ComponentChild {
  const control = useElement({ element, block });
  const chosen = textOf(control.held) || (initialOf(element)[0] ?? '');
  return group(control.label, objectsOf(element['options']), (option) => {
    const value = textOf(option['value']);
    const take = (): void => control.take(value);
    return h('input', { type: 'radio', name: control.id, checked: value === chosen, onChange: take });
  });
}

function group(
  label: string,
  options: readonly JsonObject[],
  box: (option: JsonObject) => ComponentChild,
): ComponentChild {
  const lines = options.map((option) =>
    h(
      'label',
      { class: 'choice' },
      box(option),
      h(
        'span',
        {},
        drawText(option['text']),
        option['description'] ? h('small', {}, drawText(option['description'])) : null,
      ),
    ),
  );
  return h('div', { class: 'choices', role: 'group', 'aria-label': label }, lines);
}
