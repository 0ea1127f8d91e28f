import { ReleaseError } from '../errors.ts';
import { type ExitCode, usageError } from './verb.ts';
import { clean } from './words.ts';

const longestDetails = 800;

/** Runs a command; what it could not find out is said in words, and ends it with `unknown`, as what is broken in it does. */
export async function explained(run: () => Promise<ExitCode>, unknown: ExitCode = 1): Promise<ExitCode> {
  try {
    return await run();
  } catch (cause) {
    if (isWrongCall(cause)) return usageError(`${cause.message}\nType signalbox help to see what there is.`);
    process.stderr.write(`${cause instanceof ReleaseError ? wordsOf(cause) : stackOf(cause)}\n`);
    return unknown;
  }
}

/** A terminal does not try again by itself, and has no log to look into. */
function wordsOf({ reply, code, details: { problems, ...details } }: ReleaseError): string {
  const told = reply.replace('Signalbox keeps trying.', 'Try again.');
  const named = Array.isArray(problems) ? problems.map(String) : [];
  const more = clean(JSON.stringify(details));
  return [told, ...named, ...(more === '{}' ? [] : [`(${code} ${more.slice(0, longestDetails)})`])].join('\n');
}

function stackOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

function isWrongCall(cause: unknown): cause is Error {
  return cause instanceof TypeError && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS');
}
