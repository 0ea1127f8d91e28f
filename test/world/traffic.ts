import { type ErrorCode, ReleaseError } from '../../src/errors.ts';
import type { Clock } from '../../src/ports.ts';

/** One process: it can die at any moment, and then nothing of it goes on. */
export interface Process {
  readonly name: string;
  dead: boolean;
}

export type Fate = 'answered' | 'not-arrived' | 'answer-lost' | 'refused';

/** A message on its way: a request to a server, or its answer back. Only the driver lets it arrive. */
export interface Message {
  readonly of: Process;
  readonly way: 'there' | 'back';
  readonly port: string;
  readonly what: string;
  deliver(fate: Fate): void;
}

/** All that is on its way between processes and servers. */
export interface Traffic {
  readonly messages: Message[];
  /** While true, messages wait for the driver; otherwise everything arrives at once. */
  storm: boolean;
  /** Wraps a port, so that each of its calls travels. */
  through<T extends object>(port: T, named: Named): T;
  kill(process: Process): void;
  /** Ports that do not answer now. */
  readonly down: Set<string>;
}

export interface Named {
  readonly process: Process;
  readonly port: string;
  readonly down: ErrorCode;
  /** The error of a call whose answer never came. */
  lost(method: string): ErrorCode;
  /** Called at the very moment at which a call takes effect. */
  readonly arriving?: (method: string, args: readonly unknown[]) => void;
  readonly arrived?: (method: string, result: unknown) => void;
}

/** No run of a world needs as many: beyond it something goes round in circles. */
const mostCalls = 60_000;

/** A world's network. */
export function traffic(clock: Clock): Traffic {
  const messages: Message[] = [];
  const down = new Set<string>();
  let calls = 0;
  const travelling = (named: Named, way: 'there' | 'back', what: string): Promise<Fate> => {
    const { process: of, port } = named;
    return new Promise((resolve) => {
      if (of.dead && way === 'back') return;
      if (network.storm) messages.push({ of, way, port, what, deliver: resolve });
      else resolve('answered');
    });
  };
  const call = async (named: Named, what: string, args: readonly unknown[], act: () => unknown): Promise<unknown> => {
    calls += 1;
    if (calls > mostCalls) throw new Error(`${named.process.name} calls ${named.port}.${what} without end`);
    const fate = await travelling(named, 'there', what);
    let outcome: { readonly value: unknown } | { readonly error: unknown };
    if (down.has(named.port) || fate === 'not-arrived') outcome = { error: new ReleaseError(named.down, { what }) };
    else if (fate === 'refused') outcome = { error: new ReleaseError('registry_refused', { what }) };
    else {
      named.arriving?.(what, args);
      outcome = await settled(act);
      if ('value' in outcome) named.arrived?.(what, outcome.value);
    }
    await travelling(named, 'back', what);
    if (fate === 'answer-lost') throw new ReleaseError(named.lost(what), { what });
    const deadline = what === 'copy' ? null : deadlineOf(args);
    if (deadline !== null && clock() > deadline) throw new ReleaseError('deadline_passed', { what });
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  };
  const network: Traffic = {
    messages,
    down,
    storm: false,
    through: (port, named) =>
      new Proxy(port, {
        get(target, key) {
          const member: unknown = Reflect.get(target, key);
          if (typeof member !== 'function') return member;
          return (...args: unknown[]) => call(named, String(key), args, () => Reflect.apply(member, target, args));
        },
      }),
    kill(process) {
      process.dead = true;
      for (const [at, message] of [...messages.entries()].reverse())
        if (message.of === process && message.way === 'back') messages.splice(at, 1);
    },
  };
  return network;
}

async function settled(act: () => unknown): Promise<{ readonly value: unknown } | { readonly error: unknown }> {
  try {
    return { value: await act() };
  } catch (error) {
    return { error };
  }
}

/** The last argument of a registry's call says until when the caller waits. */
function deadlineOf(args: readonly unknown[]): number | null {
  const last = args.at(-1);
  if (typeof last !== 'object' || last === null || !('deadline' in last)) return null;
  return typeof last.deadline === 'number' ? last.deadline : null;
}
