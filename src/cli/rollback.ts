import { parseArgs } from 'node:util';
import { previewLines } from '../../blocks/rollback-preview.ts';
import type { Version } from '../release/ids.ts';
import type { RollbackPreview } from '../release/rollback-preview.ts';
import { releaseService } from '../release-service.ts';
import { answered } from './answered.ts';
import { byHandWithoutRedis, printedByHand } from './by-hand.ts';
import { consent } from './consent.ts';
import { follow } from './follow.ts';
import { type Asking, askFor, atKeyedDesk, type KeyedDesk, openedIn } from './keyed.ts';
import { lineText, refusalText } from './line-text.ts';
import { versionAsked } from './target.ts';
import { type ExitCode, print, usageError } from './verb.ts';

/** What is to be put back, and how it is told. */
export interface Back {
  readonly model: string;
  readonly environment: string | null;
  readonly version: Version | null;
  readonly reason: string;
  readonly retrain: boolean;
  readonly id: string | null;
  readonly yes: boolean;
  readonly wait: boolean;
  readonly json: boolean;
}

const how = 'signalbox rollback MODEL[@V] [--in ENVIRONMENT] --because TEXT';

/** `rollback`: puts an earlier version back, after a look at what that does. */
export async function rollBack(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      in: { type: 'string' },
      because: { type: 'string', default: '' },
      id: { type: 'string' },
      retrain: { type: 'boolean', default: false },
      rehearse: { type: 'boolean', default: false },
      'by-hand': { type: 'boolean', default: false },
      wait: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [typed = '', ...more] = positionals;
  const asked = versionAsked(typed, values.in);
  if (asked === null || more.length > 0 || asked.version?.kind === 'alias')
    return usageError(`Write a model, with its version where you mean a certain one: churn@12. ${how}`);
  const where = { model: asked.model, environment: asked.environment, version: asked.version?.version ?? null };
  const hand = { kind: 'rollback', ...where } as const;
  if (values['by-hand']) return printedByHand(hand);
  if (values.rehearse) return atKeyedDesk(where.model, (desk) => rehearsed(desk, where, values.json));
  if (values.because.trim() === '') return usageError(`Say why: --because "errors rose after v14". ${how}`);
  const { retrain, yes, wait, json, id = null } = values;
  const back = { ...where, reason: values.because.trim(), retrain, yes, wait, json, id };
  return atKeyedDesk(
    where.model,
    (desk) => rollBackAt(desk, back),
    () => byHandWithoutRedis(hand),
  );
}

/** The same at a desk. */
export async function rollBackAt(desk: KeyedDesk, back: Back): Promise<ExitCode> {
  const { model, environment, version, reason, retrain, id } = back;
  const again = retrain ? { retrain } : {};
  const typed = { kind: 'roll-back', model, environment, version, ...again };
  // By now its target may be another one, or none: what was asked for is not shown and decided anew.
  const before = await openedIn(desk, { typed, id });
  const said = { kind: 'roll-back', reason, via: 'cli', ...again } as const;
  if (before !== null)
    return sent(desk, back, { typed, id, request: { ...said, model, environment: before, version: null } });
  const preview = await releaseService(desk).previewRollback(model, environment, version);
  if (preview.kind === 'refused') {
    print(refusalText(preview.refusal));
    return 1;
  }
  const no = await consent(() => shown(preview.found, back), back.yes);
  if (no !== null) return no;
  // The version that was shown is the one that is asked for, whatever becomes trusted meanwhile.
  const { to, ...seen } = preview.found;
  const where = { model: seen.model, environment: seen.environment, version: to.version };
  return sent(desk, back, { typed, id, request: { ...said, ...where } });
}

async function sent(desk: KeyedDesk, { wait, json }: Back, asking: Asking): Promise<ExitCode> {
  const reply = await askFor(desk, asking);
  const code = answered(reply, json);
  return code !== 0 || !wait || reply.release === null ? code : follow(desk.store, reply.release.id, 'live');
}

function shown(preview: RollbackPreview, { reason }: Back): readonly string[] {
  return previewLines(preview, reason).map(lineText);
}

/** `--rehearse`: every check of it, and nothing moves. */
export async function rehearsed(
  desk: KeyedDesk,
  where: { readonly model: string; readonly environment: string | null; readonly version: Version | null },
  json: boolean,
): Promise<ExitCode> {
  return answered(await askFor(desk, { request: { kind: 'rehearse', ...where }, id: null }), json);
}
