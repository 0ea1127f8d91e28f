import type { GateConfig, GateMode } from '../release/lane-policy.ts';

/** How one gate stands to another about the same thing. `other`: neither is known to ask for more. */
export type Order = 'same' | 'stricter' | 'looser' | 'other';

/** Where stricter lies in a field. `some`: to ask is stricter than not to ask; `none`: the other way; `all`: more of the list is. */
type Sense = 'more' | 'less' | 'some' | 'none' | 'all';

interface Kind {
  /** What a gate of this kind is about: two that differ here are two gates. */
  readonly about: readonly string[];
  readonly senses: Readonly<Record<string, Sense>>;
}

/** Every kind of which a model may have one about the same thing only. Of others, each entry is a gate of its own. */
const kinds: Readonly<Record<string, Kind>> = {
  metric: { about: ['metric', 'dataset'], senses: { min: 'more', max: 'less' } },
  improves: {
    about: ['improves', 'dataset', 'direction'],
    senses: { by: 'more', 'different-data': 'none', significant: 'some' },
  },
  'not-worse': {
    about: ['not-worse', 'dataset', 'direction'],
    senses: { tolerance: 'less', 'different-data': 'none' },
  },
  labels: { about: [], senses: {} },
  schema: { about: [], senses: { schema: 'more' } },
  latency: { about: ['latency', 'dataset'], senses: { max: 'less' } },
  cost: { about: ['cost', 'dataset'], senses: { max: 'less' } },
  size: { about: [], senses: { size: 'less' } },
  soak: { about: ['in'], senses: { soak: 'more' } },
  'passed-in': { about: ['passed-in'], senses: {} },
  'not-rolled-back': { about: [], senses: {} },
  'rollback-ready': { about: [], senses: {} },
  'from-experiment': { about: [], senses: {} },
  reproducible: { about: [], senses: { branch: 'some' } },
  checks: { about: [], senses: { checks: 'all' } },
};

/** What a gate is about, so that two about the same thing are recognised; null for kinds that may stand beside themselves. */
export function subjectOf(config: GateConfig): string | null {
  const kind = Object.hasOwn(kinds, config.kind) ? kinds[config.kind] : undefined;
  return kind === undefined ? null : JSON.stringify([config.kind, ...kind.about.map((field) => config[field] ?? null)]);
}

/** The fields of a kind that count here; null for a kind of which each entry is a gate of its own. */
export function knownFields(kind: string): readonly string[] | null {
  const known = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  return known === undefined ? null : [...known.about, ...Object.keys(known.senses)];
}

/** How the first gate stands to the second; both are about the same thing. What weighs less is looser, whatever it asks for. */
export function orderOf(one: GateConfig, other: GateConfig): Order {
  const { about = [], senses = {} } = kinds[one.kind] ?? {};
  const fields = new Set(
    [...Object.keys(one), ...Object.keys(other)].filter((key) => !['kind', 'mode', ...about].includes(key)),
  );
  const orders = [...fields].map((field) => inField(senses[field], one[field], other[field]));
  const weight = byWeight(one.mode, other.mode);
  return weight === 'looser' ? weight : together([...orders, weight]);
}

function together(orders: readonly Order[]): Order {
  const found = new Set(orders.filter((order) => order !== 'same'));
  const [only = 'same'] = found;
  return found.size > 1 ? 'other' : only;
}

function inField(sense: Sense | undefined, one: unknown, other: unknown): Order {
  if (JSON.stringify(one) === JSON.stringify(other)) return 'same';
  if (sense === undefined) return 'other';
  if (sense === 'some' || sense === 'none') return presence(one, other, sense);
  if (sense === 'all') return lists(one, other);
  const [a, b] = [amountOf(one, sense), amountOf(other, sense)];
  if (a === null || b === null || a.unit !== b.unit) return 'other';
  return a.size > b.size === (sense === 'more') ? 'stricter' : 'looser';
}

function presence(one: unknown, other: unknown, sense: 'some' | 'none'): Order {
  if (one !== undefined && other !== undefined) return 'other';
  return (one !== undefined) === (sense === 'some') ? 'stricter' : 'looser';
}

function lists(one: unknown, other: unknown): Order {
  if (other === 'all') return 'looser';
  if (one === 'all') return 'stricter';
  const [a, b] = [[one].flat(), [other].flat()];
  if (b.every((item) => a.includes(item))) return 'stricter';
  return a.every((item) => b.includes(item)) ? 'looser' : 'other';
}

const units: Readonly<Record<string, readonly [unit: string, size: number]>> = {
  s: ['time', 1],
  m: ['time', 60],
  h: ['time', 3600],
  d: ['time', 86_400],
  '%': ['part', 1],
  B: ['bytes', 1],
  kB: ['bytes', 1e3],
  KB: ['bytes', 1e3],
  MB: ['bytes', 1e6],
  GB: ['bytes', 1e9],
  TB: ['bytes', 1e12],
  KiB: ['bytes', 2 ** 10],
  MiB: ['bytes', 2 ** 20],
  GiB: ['bytes', 2 ** 30],
};

const words: Readonly<Record<string, number>> = { backward: 1, same: 2 };

/** A bound as a number with its unit; one that is left out asks for nothing. */
function amountOf(value: unknown, sense: 'more' | 'less'): { readonly unit: string; readonly size: number } | null {
  if (typeof value === 'number') return { unit: '', size: value };
  if (value === undefined) return { unit: '', size: sense === 'more' ? -Infinity : Infinity };
  const text = String(value);
  const word = Object.hasOwn(words, text) ? words[text] : undefined;
  if (word !== undefined) return { unit: 'word', size: word };
  const [, digits = '', letters = ''] = /^(\d+(?:\.\d+)?)\s?([A-Za-z%]+)$/.exec(text) ?? [];
  const unit = Object.hasOwn(units, letters) ? units[letters] : undefined;
  return unit === undefined ? null : { unit: unit[0], size: Number(digits) * unit[1] };
}

/** A block weighs more than a warning, a warning that ends sooner more than one that ends later, and anything more than `off`. */
function byWeight(one: GateMode | undefined, other: GateMode | undefined): Order {
  const [a, b] = [weight(one), weight(other)];
  return a === b ? 'same' : a > b ? 'stricter' : 'looser';
}

function weight(mode: GateMode = { kind: 'block' }): number {
  if (mode.kind === 'block') return Infinity;
  return mode.kind === 'warn' ? -mode.until : -Infinity;
}
