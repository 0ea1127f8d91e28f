import { ReleaseError } from '../errors.ts';
import { type ExitCode, usageError } from './verb.ts';

/** Runs a command; what it could not find out is said in words instead of a stack. */
export async function explained(run: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await run();
  } catch (cause) {
    if (isWrongCall(cause)) return usageError(`${cause.message}\nType signalbox help to see what there is.`);
    if (!(cause instanceof ReleaseError)) throw cause;
    process.stderr.write(`${cause.reply}\n`);
    return 1;
  }
}

function isWrongCall(cause: unknown): cause is Error {
  return cause instanceof TypeError && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS');
}
