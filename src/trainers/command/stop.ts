import { existsSync } from 'node:fs';

/** Why a supervisor ends a training that would go on. */
export type Stop = { readonly kind: 'cancelled' } | { readonly kind: 'shut-down' };

/** Resolves when this process is told to end, or when somebody cancels, from another machine as well. */
export function stopAsked(cancel: string): Promise<Stop> {
  const { promise, resolve } = Promise.withResolvers<Stop>();
  const ask = () => resolve(existsSync(cancel) ? { kind: 'cancelled' } : { kind: 'shut-down' });
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, ask);
  const look = setInterval(() => {
    if (existsSync(cancel)) ask();
  }, 1_000);
  look.unref();
  return promise;
}
