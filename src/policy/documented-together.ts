import { Documented } from '../gates/documented.ts';
import type { GateConfig } from '../release/lane-policy.ts';
import type { LayeredGate } from './layered-gate.ts';

type What = Documented['documented'];

/** What several parts of the policy want documented is asked for by one gate, in the place of the first. */
export function documentedTogether(gates: readonly LayeredGate[]): LayeredGate[] {
  const [first, ...others] = gates.filter(isPlain);
  if (first === undefined || others.length === 0) return [...gates];
  const config: GateConfig = {
    kind: 'documented',
    documented: others.reduce((what, gate) => both(what, whatOf(gate)), whatOf(first)),
  };
  const one = { ...first, name: first.name, config, also: others.map(({ from }) => from) };
  return gates.flatMap((gate) => (gate === first ? [one] : others.includes(gate) ? [] : [gate]));
}

/** A gate with a mode of its own is judged by itself, and so is one with a second pattern for the run's name. */
function isPlain({ config }: LayeredGate): boolean {
  return config.kind === 'documented' && config.mode === undefined && whatOf({ config })['run-name'] === undefined;
}

function whatOf({ config }: Pick<LayeredGate, 'config'>): What {
  return Documented.parse({ documented: config['documented'] }).documented;
}

function both(one: What, other: What): What {
  const all = { ...one, ...other };
  for (const key of ['params', 'tags', 'metrics', 'artifacts', 'model-card'] as const) {
    const names = [one[key] ?? [], other[key] ?? []].flat();
    if (names.length > 0) all[key] = [...new Set(names)];
  }
  if (one.description !== undefined) all.description = longer(one.description, other.description ?? true);
  if (one.datasets !== undefined) all.datasets = more(one.datasets, other.datasets ?? true);
  return all;
}

function longer(one: NonNullable<What['description']>, other: NonNullable<What['description']>) {
  if (one === true) return other;
  return other === true || other.min < one.min ? one : other;
}

function more(one: NonNullable<What['datasets']>, other: NonNullable<What['datasets']>) {
  if (one === true) return other;
  return other === true ? one : [...new Set([one, other].flat())];
}
