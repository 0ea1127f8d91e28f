import type { AwaitContext, Awaited } from '../await-step.ts';

/** Not built yet. */
export async function awaitServing(_context: AwaitContext): Promise<Awaited> {
  return { kind: 'failed', code: 'not_built', words: 'This version cannot do that yet.' };
}
