import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { phaseWords } from '../../blocks/answers.ts';
import type { Reply } from '../ports-releases.ts';
import { CommandId, type PersonId } from '../release/ids.ts';
import { endedPhases, type Phase } from '../release/state.ts';
import { atDesk, carryOut, personNamed, replyText } from './acting.ts';
import type { ActingDesk } from './desk.ts';
import { follow } from './follow.ts';
import { type ExitCode, print, usageError } from './verb.ts';
import { trainedBefore, versionOptions, type WantedVersion, wantedVersion } from './wanted-version.ts';

/** What is asked for, on whose behalf, and how it is told. */
export interface Wanted extends WantedVersion {
  readonly person: string;
  readonly because: string;
  readonly via: string;
  /** What makes it the same request as an earlier one; null takes the day. */
  readonly id: string | null;
  readonly json: boolean;
}

const how = 'signalbox request MODEL[@V] [--at COMMIT | --reuse V] [--to ENVIRONMENT] --for PERSON --because TEXT';

/** `request`: opens a release as a named person would, through the same door; twice is once. */
export async function requestRelease(args: readonly string[]): Promise<ExitCode> {
  const options = { ...versionOptions, for: { type: 'string' }, via: { type: 'string', default: 'ci' } } as const;
  const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
  const wanted = wantedVersion(positionals, values);
  if (typeof wanted === 'string') return usageError(`${wanted} ${how}`);
  const { for: person = '', because = '', id = null, via, json } = values;
  if (person.trim() === '') return usageError(`Say on whose behalf: --for U0PAT, or an e-mail. ${how}`);
  if (because.trim() === '') return usageError(`Say why: --because "better recall on new customers". ${how}`);
  return atDesk(wanted.asked.model, (desk) => requestAt(desk, { ...wanted, person, because, via, id, json }));
}

/** The same at a desk. */
export async function requestAt(desk: ActingDesk, wanted: Wanted): Promise<ExitCode> {
  const { asked, because, via, wait, json } = wanted;
  const person = await personNamed(desk, wanted.person);
  if (person.kind === 'nobody') return usageError(person.words);
  const reply = await carryOut(desk, {
    id: commandOf(wanted, person.id, desk.clock()),
    at: desk.clock(),
    by: { kind: 'person', id: person.id },
    where: null,
    request: { kind: 'promote', ...asked, ...trainedBefore(wanted), reason: because.trim(), via },
  });
  if (json) print(JSON.stringify(replyJson(reply)));
  else print(...replyLines(reply));
  if (reply.outcome.kind === 'refusal') return 1;
  return wait === null || reply.release === null ? 0 : follow(desk.store, reply.release.id, wait);
}

/** Words may differ between two tries of one job; what is asked for, and by whom, may not. */
function commandOf({ asked, id, ...wanted }: Wanted, person: PersonId, now: number): CommandId {
  const key = id ?? new Date(now).toISOString().slice(0, 10);
  const trained = Object.values(trainedBefore(wanted));
  const what = JSON.stringify([key, asked.model, asked.version, asked.environment, person, ...trained]);
  return CommandId.parse(`ci:${createHash('sha256').update(what).digest('hex').slice(0, 32)}`);
}

function replyLines(reply: Reply): readonly string[] {
  const { outcome, release, card } = reply;
  if (outcome.kind === 'refusal' || release === null) return [replyText(reply)];
  return [
    `${release.id}  ${release.model} ${release.source.environment} v${release.source.version} → ${release.environment}, ${release.phase}`,
    outcome.answer.kind === 'opened' && release.phase !== 'gathering' ? before(release.phase) : replyText(reply),
    card === null ? `Its card comes in ${release.channel}.` : `Its card is in ${card.channel}.`,
  ];
}

function before(phase: Phase): string {
  const again = endedPhases.includes(phase) ? ' To ask again, give it an id of its own: --id' : '';
  return `This was asked for before: it ${phaseWords[phase]}.${again}`;
}

/** What came of it as a document. */
export function replyJson(reply: Reply): object {
  const { outcome, release, card } = reply;
  return {
    v: 1,
    outcome: outcome.kind === 'answer' ? outcome.answer.kind : 'refused',
    words: replyText(reply),
    release: release?.id ?? null,
    phase: release?.phase ?? null,
    channel: card?.channel ?? release?.channel ?? null,
    card: card?.ts ?? null,
  };
}
