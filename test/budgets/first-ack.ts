import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

const created = 'http.server.response.created';

/** Counts the turns of Redis up to the moment at which the edge on this port ends its next answer. */
export function firstAck(port: number, turns: () => number): (work: () => Promise<unknown>) => Promise<number> {
  let told: ((turns: number) => void) | null = null;
  const onCreated = (message: unknown): void => {
    const response: unknown = Reflect.get(Object(message), 'response');
    if (!(response instanceof ServerResponse) || response.req.socket.localPort !== port) return;
    response.once('prefinish', () => {
      told?.(turns());
      told = null;
    });
  };
  subscribe(created, onCreated);
  onTestFinished(() => {
    unsubscribe(created, onCreated);
  });
  return async (work) => {
    const before = turns();
    const first = new Promise<number>((resolve) => {
      told = resolve;
    });
    await work();
    return (await first) - before;
  };
}
