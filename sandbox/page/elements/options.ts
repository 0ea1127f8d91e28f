import { type Json, type JsonObject, objectOf, objectsOf, textOf } from '../../slack/json.ts';
import type { Screen } from '../../slack/page/screen.ts';
import { wordsOf } from '../blocks/text.ts';

/** Something that can be chosen. */
export type Choice = { readonly value: string; readonly words: string; readonly note: string };

/** Choices under a heading; the heading is empty where there are no groups. */
export type ChoiceGroup = { readonly label: string; readonly choices: readonly Choice[] };

/** All that a menu offers: its own options, or the people and channels of the workspace. */
export function choicesOf(element: JsonObject, screen: Screen): readonly ChoiceGroup[] {
  const type = textOf(element['type']);
  if (type.endsWith('users_select')) return [{ label: '', choices: people(screen) }];
  if (type.endsWith('channels_select')) return [{ label: '', choices: channels(screen) }];
  if (type.endsWith('conversations_select')) return [{ label: '', choices: [...channels(screen), ...people(screen)] }];
  const groups = objectsOf(element['option_groups']);
  if (groups.length === 0) return [{ label: '', choices: objectsOf(element['options']).map(choiceOf) }];
  return groups.map((group) => ({
    label: wordsOf(group['label']),
    choices: objectsOf(group['options']).map(choiceOf),
  }));
}

/** An option of the app as a choice. */
export function choiceOf(option: JsonObject): Choice {
  return { value: textOf(option['value']), words: wordsOf(option['text']), note: wordsOf(option['description']) };
}

/** What a menu had chosen when it was drawn first. */
export function initialOf(element: JsonObject): readonly string[] {
  const names = ['option', 'user', 'channel', 'conversation'];
  const one = names.map((name) => chosenValue(element[`initial_${name}`])).filter(Boolean);
  const many = names.flatMap((name) => listed(element[`initial_${name}s`]));
  return [...one, ...many];
}

function listed(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(chosenValue) : [];
}

function chosenValue(value: Json | undefined): string {
  return textOf(value) || textOf(objectOf(value)['value']);
}

function people({ people: all }: Screen): readonly Choice[] {
  const here = all.filter(({ deleted, kind }) => !deleted && kind !== 'bot');
  return here.map(({ id, name, realName }) => ({ value: id, words: `@${name}`, note: realName }));
}

function channels({ channels: all }: Screen): readonly Choice[] {
  const here = all.filter(({ kind }) => kind !== 'im');
  return here.map(({ id, name }) => ({ value: id, words: `#${name}`, note: '' }));
}
