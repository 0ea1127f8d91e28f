import { z } from 'zod';
import { seededRandom } from './random.ts';

const common = {
  /** Which method or delivery, with `*` for anything: `chat.*`, `block_actions release.approve`. */
  on: z.string().default('*'),
  chance: z.number().min(0).max(1).default(1),
  times: z.number().int().positive().optional(),
  /** How many matching calls go well first. */
  after: z.number().int().min(0).default(0),
};

/** Something that goes wrong on purpose. */
export const Fault = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('latency'), ms: z.number().min(0) }),
  z.strictObject({ ...common, kind: z.literal('error'), status: z.number().int().min(500).max(599).default(503) }),
  z.strictObject({ ...common, kind: z.literal('rate-limited'), retryAfter: z.number().int().min(1).default(1) }),
  z.strictObject({ ...common, kind: z.literal('answer-lost') }),
  z.strictObject({ ...common, kind: z.literal('file-not-ready'), ms: z.number().min(0) }),
  z.strictObject({ ...common, kind: z.literal('drop') }),
  z.strictObject({ ...common, kind: z.literal('repeat'), copies: z.number().int().min(1).max(10).default(1) }),
  z.strictObject({ ...common, kind: z.literal('reorder'), ms: z.number().min(0).default(200) }),
  z.strictObject({ ...common, kind: z.literal('ack-lost') }),
  z.strictObject({ ...common, kind: z.literal('cut') }),
  z.strictObject({ ...common, kind: z.literal('down'), ms: z.number().min(0) }),
]);
export type Fault = z.infer<typeof Fault>;
export type FaultInput = z.input<typeof Fault>;
export type FaultKind = Fault['kind'];

/** A fault that is switched on, with how often something came its way and how often it struck. */
export type Armed = { readonly fault: Fault; readonly seen: number; readonly struck: number };

/** The faults that are switched on. */
export type Faults = {
  add(fault: FaultInput): void;
  clear(): void;
  list(): readonly Fault[];
  /** How often each of them struck so far. */
  armed(): readonly Armed[];
  /** Throws the dice anew from this seed: what is then asked in the same order is struck in the same order. */
  seed(seed: number): void;
  /** The first fault of one kind that strikes this call; decided by the seed. */
  strike<Kind extends FaultKind>(kind: Kind, name: string): Extract<Fault, { kind: Kind }> | undefined;
};

type Counted = { readonly fault: Fault; seen: number; struck: number };

/** Makes an empty set of faults whose dice are seeded. */
export function makeFaults(firstSeed: number): Faults {
  let random = seededRandom(firstSeed);
  let armed: Counted[] = [];
  return {
    add(fault) {
      armed.push({ fault: Fault.parse(fault), seen: 0, struck: 0 });
    },
    clear() {
      armed = [];
    },
    list: () => armed.map(({ fault }) => fault),
    armed: () => armed.map((entry) => ({ ...entry })),
    seed(seed) {
      random = seededRandom(seed);
    },
    strike(kind, name) {
      for (const entry of armed) {
        const { fault } = entry;
        if (isKind(fault, kind) && matches(fault.on, name) && falls(entry, random)) return fault;
      }
      return undefined;
    },
  };
}

function falls(entry: Counted, random: () => number): boolean {
  const { after, times, chance } = entry.fault;
  entry.seen += 1;
  if (entry.seen <= after || entry.struck >= (times ?? Infinity) || random() >= chance) return false;
  entry.struck += 1;
  return true;
}

function isKind<Kind extends FaultKind>(fault: Fault, kind: Kind): fault is Extract<Fault, { kind: Kind }> {
  return fault.kind === kind;
}

function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
