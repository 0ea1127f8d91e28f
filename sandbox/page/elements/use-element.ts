import { useState } from 'preact/hooks';
import { isObject, type Json, type JsonObject, objectOf, textOf } from '../../slack/json.ts';
import type { Held } from '../../slack/people/fill-in.ts';
import { wordsOf } from '../blocks/text.ts';
import { type Page, usePage } from '../page-context.ts';
import { useSpot } from './spot.ts';

/** What an element is drawn from. */
export type ElementProps = { readonly element: JsonObject; readonly block: JsonObject };

/** What an element can do. */
export type Control = {
  readonly id: string;
  /** What people and screen readers call it. */
  readonly label: string;
  readonly placeholder: string;
  /** What was chosen or typed here before. */
  readonly held: Json | undefined;
  readonly busy: boolean;
  /** Counts the times that somebody declined, so that the element can show its old value again. */
  readonly turn: number;
  readonly error: string | undefined;
  /** Keeps what was chosen or typed, and sends it where the element does so at once. */
  take(value: Json): void;
  /** Keeps what was typed, without sending it. */
  hold(value: Json): void;
  /** Sends it, after asking where the app wants that. */
  send(value?: Json): void;
};

/** What every element shares: its name, what it holds, and how it tells the app. */
export function useElement({ element, block }: ElementProps): Control {
  const page = usePage();
  const { where, errors } = useSpot();
  const [busy, setBusy] = useState(false);
  const [turn, setTurn] = useState(0);
  const [, redraw] = useState(0);
  const [blockId, action] = [textOf(block['block_id']), textOf(element['action_id'])];
  const hold = (value: Json): void => {
    keep(page.typed, where, { block: blockId, action, value });
    redraw((times) => times + 1);
  };
  const press = async (value?: Json): Promise<void> => {
    if (busy) return;
    const dialog = element['confirm'];
    if (isObject(dialog) && !(await page.ask(dialog))) return setTurn(turn + 1);
    setBusy(true);
    const chosen = value === undefined ? {} : { value };
    await page.act('press', { where, action, ...chosen, held: page.typed.get(where) ?? {} });
    setBusy(false);
  };
  const send = (value?: Json): void => void press(value);
  return {
    id: `${where}/${blockId}/${action}`,
    label: labelOf(element, block),
    placeholder: wordsOf(element['placeholder']),
    held: page.typed.get(where)?.[blockId]?.[action],
    busy,
    turn,
    error: errors[blockId],
    hold,
    send,
    take(value) {
      hold(value);
      if (block['type'] !== 'input' || block['dispatch_action'] === true) send(value);
    },
  };
}

/** The attributes that tell screen readers what is wrong with an element. */
export function describedBy({ id, error }: Control): { 'aria-invalid'?: 'true'; 'aria-describedby'?: string } {
  return error === undefined ? {} : { 'aria-invalid': 'true', 'aria-describedby': `${id}/error` };
}

function keep(
  typed: Page['typed'],
  where: string,
  { block, action, value }: { readonly block: string; readonly action: string; readonly value: Json },
): void {
  const before: Held = typed.get(where) ?? {};
  typed.set(where, { ...before, [block]: { ...before[block], [action]: value } });
}

function labelOf(element: JsonObject, block: JsonObject): string {
  const names = [
    element['accessibility_label'],
    objectOf(block['label'])['text'],
    objectOf(element['placeholder'])['text'],
  ];
  return names.map(textOf).find(Boolean) ?? (textOf(objectOf(block['text'])['text']) || 'Choose');
}
