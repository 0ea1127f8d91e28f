import type { Workspace } from '../slack/control/workspace-control.ts';
import type { Acted } from '../slack/people/acted.ts';
import { until } from '../until.ts';
import { indented } from './news.ts';
import { cast, type Who } from './people.ts';
import { picture } from './picture.ts';
import { labelled, openForm, pressables } from './pressable.ts';
import type { Print } from './progress.ts';
import type { Scenes } from './scenes.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** What can be typed at the prompt. */
export const typed = [
  ['as grace', 'be somebody else'],
  ['/mlops …', 'type a slash command'],
  ['press Approve', 'press a button, or an entry of a menu: the newest that is called so'],
  ['play bad', 'a release that is wrong too often once it is live, and goes back by itself'],
  ['play shift', 'inputs that shift until the model is trained again'],
  ['look', 'show the cards again as they are now'],
  ['people', 'who is here'],
  ['quit', 'end everything'],
] as const;

type Place = { readonly slack: Workspace; readonly scenes: Scenes; readonly print: Print };
type Prompt = Place & { readonly terminal: Terminal; who: Who };

const openingMs = 1_000;

/** Lets one person at a terminal be everybody in the workspace, until they quit. */
export async function prompt(place: Place): Promise<void> {
  const at: Prompt = { ...place, terminal: openTerminal(), who: 'ada' };
  for (;;) {
    const line = await at.terminal.ask(`\nas ${at.who}> `);
    if (line === null || /^(quit|exit)$/.test(line.trim())) return at.terminal.close();
    await obey(at, line.trim()).catch((cause: unknown) =>
      place.print(cause instanceof Error ? cause.message : String(cause)),
    );
  }
}

async function obey(at: Prompt, line: string): Promise<void> {
  const { slack, print } = at;
  const [word = '', ...rest] = line.split(/\s+/);
  if (line === '') return;
  if (word.startsWith('/')) return told(at, await slack.as(at.who).command('production', word, rest.join(' ')));
  if (word === 'press') return press(at, rest.join(' '));
  if (word === 'as') return become(at, rest[0] ?? '');
  if (word === 'play') return at.scenes.play(rest.join(' '));
  if (word === 'people') return people(print);
  if (word === 'look') return look(at);
  print(typed.map(([what, does]) => `  ${what.padEnd(16)} ${does}`).join('\n'));
}

function become(at: Prompt, name: string): void {
  const found = isWho(name) ? name : undefined;
  if (found === undefined) at.print(`Nobody here is called ${name}. There are ${Object.keys(cast).join(', ')}.`);
  else at.who = found;
}

function isWho(name: string): name is Who {
  return Object.hasOwn(cast, name);
}

/** Everybody, with what they do. */
export function people(print: Print): void {
  for (const [name, does] of Object.entries(cast)) print(`  ${name.padEnd(8)} ${does}`);
}

function look({ slack, print, who }: Prompt): void {
  const { channels } = slack.seenBy(who);
  for (const [name, messages] of Object.entries(channels)) {
    for (const message of messages) {
      if (message['thread_ts'] === undefined || message['thread_ts'] === message['ts'])
        print(`\n#${name}\n${indented(picture(slack.world, message))}`);
    }
  }
}

async function press(at: Prompt, asked: string): Promise<void> {
  const { slack, terminal, who } = at;
  const { person } = slack.as(who);
  const all = pressables(slack.world, person);
  const found = labelled(all, asked);
  if (found === undefined) {
    const names = [...new Set(all.map(({ label }) => label))];
    throw new Error(`There is no ${asked} to press. There is: ${names.join(', ') || 'nothing yet'}.`);
  }
  if (found.confirm !== null && !/^y/i.test((await terminal.ask(`${found.confirm} [y/n] `)) ?? '')) return;
  told(at, await slack.as(who).press(found.where, found.action, found.value));
  await fillIn(at);
}

/** A button may open a window: shown, and filled in or closed. */
async function fillIn({ slack, print, terminal, who }: Prompt): Promise<void> {
  const actor = slack.as(who);
  // An app opens its window after it has acknowledged the press.
  const opened = until(() => openForm(slack.world, actor.person), { within: openingMs, every: 50 });
  const form = await opened.catch(() => undefined);
  if (form === undefined) return;
  print(`\n[${form.title}]\n${indented(picture(slack.world, form.wire))}`);
  if (form.inputs.length === 0) return void (await actor.close());
  const values: Record<string, string> = {};
  for (const { action, label, optional } of form.inputs)
    values[action] = (await terminal.ask(`${label}${optional ? ' (may be empty)' : ''}: `)) ?? '';
  const { errors } = await actor.submit('modal', values);
  if (errors === undefined) return;
  print(Object.values(errors).join('\n'));
  await actor.close();
}

function told({ print }: Prompt, { notice }: Acted): void {
  if (notice !== undefined) print(notice);
}
