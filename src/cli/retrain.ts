import { parseArgs } from 'node:util';
import { answered } from './answered.ts';
import { askFor, atKeyedDesk, type KeyedDesk } from './keyed.ts';
import { versionAsked } from './target.ts';
import { type ExitCode, usageError } from './verb.ts';

/** What is to be trained once more, and how it is told. */
export interface Again {
  readonly model: string;
  readonly environment: string | null;
  readonly reason: string;
  readonly id: string | null;
  readonly json: boolean;
}

const how = 'signalbox retrain MODEL [--in ENVIRONMENT] --because TEXT';

/** `retrain`: trains the commit of what is live once more, as `/mlops retrain` does; people decide on what comes of it. */
export async function retrain(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      in: { type: 'string' },
      because: { type: 'string', default: '' },
      id: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [typed = '', ...more] = positionals;
  const asked = versionAsked(typed, values.in);
  if (asked === null || asked.version !== null || more.length > 0)
    return usageError(`Name a model alone: what is live of it is trained once more. ${how}`);
  const reason = values.because.trim();
  if (reason === '') return usageError(`Say why: --because "its inputs have shifted". ${how}`);
  const { model, environment } = asked;
  const { id = null, json } = values;
  return atKeyedDesk(model, (desk) => retrainAt(desk, { model, environment, reason, id, json }));
}

/** The same at a desk. */
export async function retrainAt(desk: KeyedDesk, { id, json, ...again }: Again): Promise<ExitCode> {
  const request = { kind: 'retrain' as const, ...again, via: 'cli' };
  return answered(await askFor(desk, { request, id }), json);
}
