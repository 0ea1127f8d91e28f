import type { App } from '@slack/bolt';
import { reasonInput } from '../blocks/actions.ts';
import { notUnderstood } from '../blocks/replies.ts';
import { parseCommand } from './commands/parse.ts';
import { type Commands, explain, runCommand, type Typed } from './commands/typing.ts';
import type { HandlerDeps } from './deps.ts';
import type { EventRow } from './events/on-people-changed.ts';
import { type PressRow, sayTo } from './pressing.ts';
import { Press, Submission, TypedCommand } from './slack-wire.ts';
import type { FormRow, Wrong } from './submitting.ts';

/** The tables of `register.ts`. */
export interface Tables {
  readonly commands: Commands;
  readonly presses: readonly PressRow[];
  readonly forms: readonly FormRow[];
  readonly events: readonly EventRow[];
}

/** Joins the tables with Bolt. One listener for each kind: what is in no table is acknowledged, and the person is told. */
export function connect(app: App, tables: Tables, deps: HandlerDeps): void {
  connectCommands(app, tables, deps);
  connectPresses(app, tables, deps);
  connectForms(app, tables, deps);
  for (const { name, run } of tables.events) app.event(name, async ({ event }) => run(deps, event));
}

function connectCommands(app: App, { commands }: Tables, deps: HandlerDeps): void {
  app.command(/.*/, async ({ ack, body }) => {
    const command = TypedCommand.parse(body);
    const typed: Typed = { command, ack: (answer) => ack(answer && { response_type: 'ephemeral', ...answer }) };
    const parsed = parseCommand(command.text);
    await ('problem' in parsed ? explain(deps, typed, parsed) : runCommand(commands, deps, typed, parsed));
  });
}

function connectPresses(app: App, { presses }: Tables, deps: HandlerDeps): void {
  const rows = new Map(presses.map((row) => [row.id, row]));
  app.action(/.*/, async ({ ack, body }) => {
    const press = Press.parse(body);
    const row = rows.get(press.actions[0]?.action_id ?? '');
    if (row) return row.run(deps, { press, ack });
    await ack();
    await sayTo(deps, { press, ack }, notUnderstood);
  });
}

function connectForms(app: App, { forms }: Tables, deps: HandlerDeps): void {
  const rows = new Map(forms.map((row) => [row.id, row]));
  app.view(/.*/, async ({ ack, body }) => {
    if (body.type !== 'view_submission') return ack();
    const submission = Submission.parse(body);
    const refuse = (wrong: Wrong) => ack({ response_action: 'errors', errors: errorsOf(wrong) });
    const row = rows.get(submission.view.callback_id);
    if (!row) return refuse(notUnderstood);
    await row.run(deps, { submission, ack: (wrong) => (wrong === undefined ? ack() : refuse(wrong)) });
  });
}

function errorsOf(wrong: Wrong): Record<string, string> {
  return typeof wrong === 'string' ? { [reasonInput.block]: wrong } : { [wrong.block]: wrong.words };
}
