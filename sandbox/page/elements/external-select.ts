import { type ComponentChild, h } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { type JsonObject, listOf, objectOf, textOf } from '../../slack/json.ts';
import { suggest } from '../act.ts';
import { wordsOf } from '../blocks/text.ts';
import { usePage } from '../page-context.ts';
import { useSpot } from './spot.ts';
import { describedBy, type ElementProps, useElement } from './use-element.ts';

/** A menu whose options the app offers while somebody types. */
export function ExternalSelect({ element, block }: ElementProps): ComponentChild {
  const control = useElement({ element, block });
  const { where } = useSpot();
  const { screen } = usePage();
  const [offered, setOffered] = useState<readonly JsonObject[] | undefined>();
  const many = textOf(element['type']).startsWith('multi_');
  const chosen = chosenOf(element, control.held, many);
  const ask = async (query: string): Promise<void> => {
    const least = Number(element['min_query_length'] ?? 3);
    if (query.length < least) return setOffered(undefined);
    setOffered(await suggest({ as: screen.me, where, action: textOf(element['action_id']), query }));
  };
  const field = useRef<HTMLInputElement>(null);
  const choose = (option: JsonObject): void => {
    setOffered(undefined);
    if (field.current) field.current.value = '';
    field.current?.focus();
    control.take(many ? [...chosen, option] : option);
  };
  return h(
    'div',
    { class: 'external' },
    chosen.map((option) => h('span', { class: 'chip' }, wordsOf(option['text']))),
    h('input', {
      ref: field,
      class: 'text-input',
      id: control.id,
      role: 'combobox',
      'aria-label': control.label,
      'aria-expanded': offered !== undefined,
      placeholder: control.placeholder || 'Type to search',
      autocomplete: 'off',
      ...describedBy(control),
      onInput: (event: Event) => {
        if (event.target instanceof HTMLInputElement) void ask(event.target.value);
      },
    }),
    offered ? h(Offered, { options: offered, choose }) : null,
  );
}

function Offered(props: {
  readonly options: readonly JsonObject[];
  readonly choose: (option: JsonObject) => void;
}): ComponentChild {
  const one = (option: JsonObject): ComponentChild =>
    h('button', { type: 'button', role: 'option', onClick: () => props.choose(option) }, wordsOf(option['text']));
  const none = h('span', { class: 'quiet' }, 'No results');
  return h('div', { class: 'offered', role: 'listbox' }, props.options.length > 0 ? props.options.map(one) : none);
}

function chosenOf(element: JsonObject, held: JsonObject[string], many: boolean): readonly JsonObject[] {
  const now = held ?? element[many ? 'initial_options' : 'initial_option'];
  return (many ? listOf(now) : [now]).map((option) => objectOf(option)).filter((option) => 'value' in option);
}
