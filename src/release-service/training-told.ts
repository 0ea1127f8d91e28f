import type { Delivery, Request } from '../release/command.ts';
import { isAwait } from '../release/event-step.ts';
import type { ReleaseState } from '../release/state.ts';
import { releaseStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';
import type { Written } from './write.ts';

/** News of a training or a validation: a release that waits for one is looked at now, in place of when it is due. */
export async function trainingTold(
  { store, due, clock }: Deps,
  _: Delivery,
  { of }: Extract<Request, { kind: 'training-told' }>,
): Promise<Written> {
  const release = await store.release(of);
  if (release !== null && waits(release)) await due.wake('look', releaseStream(of), clock());
  return { kind: 'written', answer: { kind: 'unchanged' }, entries: [] };
}

function waits({ phase, execution }: ReleaseState): boolean {
  const next = execution?.steps.find(({ status }) => status !== 'done');
  return phase === 'executing' && next !== undefined && isAwait(next.kind);
}
