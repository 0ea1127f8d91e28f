import { type ComponentChild, h } from 'preact';
import { textOf } from '../../slack/json.ts';
import { usePage } from '../page-context.ts';
import { type Choice, choicesOf, initialOf } from './options.ts';
import { describedBy, type ElementProps, useElement } from './use-element.ts';

/** A menu with one choice. */
export function Select({ element, block }: ElementProps): ComponentChild {
  const control = useElement({ element, block });
  const { screen } = usePage();
  const chosen = textOf(control.held) || (initialOf(element)[0] ?? '');
  const option = ({ value, words, note }: Choice): ComponentChild =>
    h('option', { value, selected: value === chosen }, note ? `${words} – ${note}` : words);
  const groups = choicesOf(element, screen).map(({ label, choices }) =>
    label ? h('optgroup', { label }, choices.map(option)) : choices.map(option),
  );
  return h(
    'select',
    {
      key: control.turn,
      class: 'select',
      id: control.id,
      'aria-label': control.label,
      ...describedBy(control),
      onChange: (event: Event) => {
        if (event.target instanceof HTMLSelectElement) control.take(event.target.value);
      },
    },
    h('option', { value: '', disabled: true, selected: chosen === '' }, control.placeholder || 'Choose an option'),
    groups,
  );
}

/** A menu with several choices. */
export function MultiSelect({ element, block }: ElementProps): ComponentChild {
  const control = useElement({ element, block });
  const { screen } = usePage();
  const groups = choicesOf(element, screen);
  const chosen = Array.isArray(control.held) ? control.held.map(textOf) : initialOf(element);
  const all = groups.flatMap(({ choices }) => choices);
  const words = all.filter(({ value }) => chosen.includes(value)).map((choice) => choice.words);
  const most = Number(element['max_selected_items'] ?? Number.POSITIVE_INFINITY);
  const toggle = (value: string): void => {
    control.take(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  };
  const box = ({ value, words: label, note }: Choice): ComponentChild =>
    h(
      'label',
      { class: 'choice' },
      h('input', {
        type: 'checkbox',
        checked: chosen.includes(value),
        disabled: chosen.length >= most && !chosen.includes(value),
        onChange: () => toggle(value),
      }),
      h('span', {}, label, note ? h('small', {}, ` ${note}`) : null),
    );
  return h(
    'details',
    { class: 'multi', id: control.id },
    h(
      'summary',
      { 'aria-label': `${control.label}: ${words.join(', ') || 'nothing chosen'}` },
      words.join(', ') || control.placeholder || 'Choose options',
    ),
    h(
      'div',
      { class: 'multi-list' },
      groups.map(({ label, choices }) => [label ? h('strong', {}, label) : null, choices.map(box)]),
    ),
  );
}
