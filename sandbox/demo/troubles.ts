import type { FaultInput, FaultKind } from '../slack/faults.ts';

/** How the app hears of what people do. */
export type Transport = 'http' | 'socket';

/** What goes wrong in Slack while the story is told, from its beginning to its end. */
export type Trouble = {
  readonly kind: FaultKind;
  readonly words: string;
  readonly transport: Transport;
  readonly faults: readonly FaultInput[];
};

/** From where the dice of every story under a fault are thrown. */
export const troubleSeed = 7;

/** A story for every fault that the workspace knows; the one that needs another workspace comes last. */
export const troubles: readonly Trouble[] = [
  http('every other call and delivery is late', { kind: 'latency', ms: 600, chance: 0.5 }),
  http('every fifth call fails with 503', { kind: 'error', chance: 0.2 }),
  http('every fifth call is told to come back in two seconds', { kind: 'rate-limited', retryAfter: 2, chance: 0.2 }),
  http('every fifth call is carried out, and its answer lost', { kind: 'answer-lost', chance: 0.2 }),
  http('no file can be shown for five seconds', { kind: 'file-not-ready', ms: 5_000 }),
  http('every fourth delivery never arrives', { kind: 'drop', chance: 0.25 }),
  http('every delivery arrives three times', { kind: 'repeat', copies: 2 }),
  http('every other delivery is overtaken', { kind: 'reorder', ms: 1_500, chance: 0.5 }),
  http('two of five acknowledgements are not heard', { kind: 'ack-lost', chance: 0.4 }),
  {
    ...http('six times all is down for eight seconds', { kind: 'down', ms: 8_000 }),
    faults: [20, 80, 150, 220, 290, 360].map((after) => ({ kind: 'down', ms: 8_000, after, times: 1 })),
  },
  { ...http('at every fifth delivery all sockets break', { kind: 'cut', chance: 0.2 }), transport: 'socket' },
];

/** The fault of that name, or all of them; throws with the list for a name that is none. */
export function troublesNamed(name: string): readonly Trouble[] {
  const found = troubles.filter(({ kind }) => name === 'all' || name === kind);
  if (found.length > 0) return found;
  const kinds = troubles.map(({ kind }) => kind).join(', ');
  throw new Error(`There is no fault called ${name || '""'}. There are ${kinds}; all tells one story under each.`);
}

function http(words: string, fault: FaultInput): Trouble {
  return { kind: fault.kind, words, transport: 'http', faults: [fault] };
}
