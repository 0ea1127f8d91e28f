import { ReleaseError } from '../errors.ts';

/** Gives network failures their code; what the caller's own stream or signal threw stays as it is. */
export async function reaching<T>(server: string, request: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw noAnswer(server, request, cause);
  }
}

/** A body whose end is as much in doubt as its beginning: a server that dies in the middle of it gave no answer. */
export async function* arriving(
  server: string,
  request: string,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw noAnswer(server, request, cause);
  }
}

function noAnswer(server: string, request: string, cause: unknown): ReleaseError {
  return cause instanceof ReleaseError
    ? cause
    : new ReleaseError('registry_unreachable', { server, request }, { cause });
}
