import { createHash, randomUUID } from 'node:crypto';
import { readActingToolConfig, readKey } from '../config.ts';
import { ReleaseError } from '../errors.ts';
import type { Reply } from '../ports-releases.ts';
import type { Request } from '../release/command.ts';
import { CommandId, type PersonId } from '../release/ids.ts';
import { carryOut } from './acting.ts';
import { askHidden } from './asking.ts';
import { type ActingDesk, actingDesk } from './desk.ts';
import { slackOrSilence } from './desk-parts.ts';
import { holderOf } from './key.ts';
import { type ExitCode, usageError } from './verb.ts';
import { withDatabase } from './with-database.ts';

/** Where somebody stands whom a key proved. */
export interface KeyedDesk extends ActingDesk {
  readonly person: PersonId;
}

/** What a command asks for, and what makes it the same as an earlier one; null asks anew. */
export interface Asking {
  readonly request: Request;
  readonly id: string | null;
  /** What was typed, where the request says what that meant by then: the same words mean something else later. */
  readonly typed?: object;
}

const noKey =
  'Prove who you are: set SIGNALBOX_KEY, or run this in a terminal, where it asks. A key is never an argument: others see those.';

/**
 * Runs a command for the person whose key it is. While Slack is silent they count as the policy names them. `otherwise` runs where
 * Redis does not answer before anything was asked for.
 */
export async function atKeyedDesk(
  model: string | null,
  run: (desk: KeyedDesk) => Promise<ExitCode>,
  otherwise?: () => Promise<ExitCode>,
): Promise<ExitCode> {
  const config = readActingToolConfig();
  if (config.kind === 'problems') return usageError(config.problems.join('\n'));
  const { SLACK_BOT_TOKEN, SLACK_API_URL } = config.value;
  let begun = false;
  try {
    return await withDatabase(async (db) => {
      const desk = await actingDesk(db, { SLACK_BOT_TOKEN, SLACK_API_URL }, model, slackOrSilence);
      begun = true;
      return atDeskOf(desk, run);
    });
  } catch (error) {
    const away = error instanceof ReleaseError && error.code === 'store_unavailable';
    if (begun || !away || otherwise === undefined) throw error;
    return otherwise();
  }
}

async function atDeskOf(desk: ActingDesk, run: (desk: KeyedDesk) => Promise<ExitCode>): Promise<ExitCode> {
  const key = readKey() ?? (await askHidden('Key: '));
  if (key === null) return usageError(noKey);
  const holder = holderOf(desk.people, key.trim());
  return holder.kind === 'nobody' ? usageError(holder.words) : run(Object.assign(desk, { person: holder.id }));
}

/** Asks for something through the door that Slack's commands come in by: once, however often it is sent with one id. */
export async function askFor(desk: KeyedDesk, { request, id, typed = request }: Asking): Promise<Reply> {
  const now = desk.clock();
  const key = id ?? randomUUID();
  const by = { kind: 'person' as const, id: desk.person };
  try {
    return await carryOut(desk, {
      id: commandOf(by.id, typed, key),
      at: now,
      by,
      where: null,
      request,
      proof: 'key',
    });
  } catch (error) {
    process.stderr.write(`It may be written down already. Type the same again with --id ${key}: it counts once.\n`);
    throw error;
  }
}

/** The environment of the release that the same words with this id opened before; null where they opened none. */
export async function openedIn(desk: KeyedDesk, { typed, id }: { typed: object; id: string | null }) {
  const entries = id === null ? null : await desk.store.wrote(commandOf(desk.person, typed, id));
  const opened = entries?.map(({ event }) => event).find((event) => event.kind === 'opened');
  return opened?.environment ?? null;
}

/** The same words and id by the same person are the same command; what was said along with it may differ. */
function commandOf(person: PersonId, typed: object, key: string): CommandId {
  const what = Object.entries(typed).filter(([name]) => !said.includes(name));
  const text = JSON.stringify([key, person, ...what.sort(([a], [b]) => (a < b ? -1 : 1))]);
  return CommandId.parse(`cli:${createHash('sha256').update(text).digest('hex').slice(0, 32)}`);
}

const said = ['reason', 'note', 'checked'];
