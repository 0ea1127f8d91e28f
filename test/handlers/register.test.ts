import { expect, test } from 'vitest';
import * as actions from '../../blocks/actions.ts';
import { verbs } from '../../handlers/commands/grammar.ts';
import { commands, forms, presses } from '../../handlers/register.ts';

test('every button and menu that can be drawn has one handler', () => {
  expect(presses.map(({ id }) => id).sort()).toEqual(actions.pressed.map(({ id }) => id).sort());
});

test('every modal that can be submitted has one handler', () => {
  expect(forms.map(({ id }) => id).sort()).toEqual(actions.submitted.map(({ id }) => id).sort());
});

test('every verb of the grammar has one handler', () => {
  expect(Object.keys(commands).sort()).toEqual([...verbs].sort());
});
