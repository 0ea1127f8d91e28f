import type { IncidentState } from './state.ts';

/** How long it lasted, from when it began to when the last alert of it was over. */
export function lastedMs({ openedAt, symptoms, resolvedAt, endedAt, lastAt }: IncidentState): number {
  const began = Math.min(openedAt, ...symptoms.map(({ startedAt }) => startedAt));
  const over = Math.max(...symptoms.map((one) => one.resolvedAt ?? 0));
  const ended = resolvedAt === null || over === 0 ? (resolvedAt ?? endedAt ?? lastAt) : over;
  return Math.max(0, ended - began);
}
