import { placeBefore } from '../gates/table.ts';
import type { GateConfig } from '../release/lane-policy.ts';
import { documentedTogether } from './documented-together.ts';
import { entry } from './entry.ts';
import { orderOf, subjectOf } from './gate-order.ts';
import { Gate } from './gate-schema.ts';
import type { LayeredGate, Origin } from './layered-gate.ts';
import type { Model } from './model-schema.ts';
import { profiles } from './profiles/table.ts';
import type { Policy } from './schema.ts';
import { floorOf, profileOf, standingOf } from './standing.ts';
import { addOns, templates } from './templates/table.ts';
import type { WrittenGate } from './templates/template.ts';

/** A gate that would be looser than what it stands for, without saying so. */
export interface TooLoose {
  readonly own: LayeredGate;
  readonly base: LayeredGate;
}

/** All gates of a lane, and those of the model that may not be so. */
export interface Layered {
  readonly gates: readonly LayeredGate[];
  readonly tooLoose: readonly TooLoose[];
}

/**
 * The gates of a model in one environment. What template, add-ons and profile give is made stricter, looser (where `loosen` says
 * why) or longer by the model's own; the floor holds whatever comes of that.
 */
export function layeredGates(policy: Policy, model: string, own: Model, environment: string): Layered {
  const given = givenGates(policy, model, own, environment);
  const isAsked = ({ config }: LayeredGate) => isAskedIn(environment, own.path, config);
  const floor = [...placeGates(policy, environment), ...floorGates(policy, model, own, environment)].filter(isAsked);
  const written = own.gates
    .map((config, at) => unnamed(config, { kind: 'file', path: ['models', model, 'gates', at] }))
    .filter(isAsked);
  if (given.length + floor.length === 0) return { gates: written, tooLoose: [] };
  const loosened = new Map(own.loosen?.map(({ gate, because }) => [gate, because]));
  const { gates, tooLoose } = onFloor(joined(given, written, loosened), floor);
  return { gates: documentedTogether(gates), tooLoose };
}

/** What the environment asks of every model there: as firm as a floor, which lies below it. */
function placeGates({ environments }: Policy, environment: string): LayeredGate[] {
  const gates = entry(environments, environment)?.gates ?? [];
  return gates.map((config, at) => unnamed(config, { kind: 'file', path: ['environments', environment, 'gates', at] }));
}

/** What a floor asks of every model there: its own gates, and those of the profile that it names. */
function floorGates(policy: Policy, model: string, own: Model, environment: string): LayeredGate[] {
  const { profile, gates = [] } = floorOf(policy, environment) ?? {};
  const path = ['floors', environment];
  const least = profile && profiles[profile].gates(standingOf(policy, model, own, environment));
  return [
    ...gates.map((config, at) => unnamed(config, { kind: 'floor', path: [...path, 'gates', at] })),
    ...(least === undefined ? [] : parsed(least, { kind: 'floor', path: [...path, 'profile'] })),
  ];
}

/** What template, add-ons and profile ask of a model in one environment, by the names that `loosen` uses. */
export function givenGates(policy: Policy, model: string, own: Model, environment: string): LayeredGate[] {
  const { template, about = {}, with: uses = [] } = own;
  const profile = profileOf(policy, own, environment);
  const all = [
    ...(template === undefined ? [] : parsed(templates[template].gates(about), { kind: 'template', name: template })),
    ...uses.flatMap((name) => parsed(addOns[name].gates(about), { kind: 'add-on', name })),
    ...(profile === undefined
      ? []
      : parsed(profiles[profile].gates(standingOf(policy, model, own, environment)), {
          kind: 'profile',
          name: profile,
        })),
  ];
  return all.reduce<LayeredGate[]>(strictest, []);
}

/** A gate about an earlier environment asks nothing on the way there. A place that is not on the path keeps asking, and nothing passes. */
function isAskedIn(environment: string, path: readonly string[], config: GateConfig): boolean {
  const place = placeBefore(config)?.environment;
  return place === undefined || !path.includes(place) || path.indexOf(place) < path.indexOf(environment);
}

function unnamed(config: GateConfig, from: Origin): LayeredGate {
  return { name: null, config, from };
}

/** What the words of the model make impossible is told where those stand. */
function parsed(written: Readonly<Record<string, WrittenGate>>, from: Origin): LayeredGate[] {
  return Object.entries(written).flatMap(([name, gate]) => {
    const config = Gate.safeParse(gate);
    return config.success ? [{ name, config: config.data, from }] : [];
  });
}

/** Of two gates about the same thing, the stricter; both where neither is. */
function strictest(gates: LayeredGate[], gate: LayeredGate): LayeredGate[] {
  const at = indexOfSame(gates, gate);
  const before = gates[at];
  const order = before && orderOf(gate.config, before.config);
  if (order === undefined || order === 'other') return [...gates, gate];
  return order === 'stricter' ? gates.with(at, gate) : gates;
}

function joined(
  given: readonly LayeredGate[],
  written: readonly LayeredGate[],
  loosened: ReadonlyMap<string, string>,
): Layered {
  const gates = given.map((gate) => withoutLoosened(gate, written, loosened));
  const tooLoose: TooLoose[] = [];
  for (const own of written) {
    const at = indexOfSame(given, own);
    const base = given[at];
    if (base === undefined) gates.push(own);
    else if (!isAllowed(own, base, loosened)) tooLoose.push({ own, base });
    // Only the first takes its place: a second one must not take the first one's.
    else if (gates[at] === base) gates[at] = own;
    else gates.push(own);
  }
  return { gates, tooLoose };
}

/** What is loosened and has nothing in its place is off, and the card says why. */
function withoutLoosened(
  gate: LayeredGate,
  written: readonly LayeredGate[],
  loosened: ReadonlyMap<string, string>,
): LayeredGate {
  const because = loosened.get(gate.name ?? '');
  if (because === undefined || indexOfSame(written, gate) >= 0) return gate;
  return { ...gate, config: { ...gate.config, mode: { kind: 'off', because } } };
}

/** `mode: off` has its own reason and needs no other. */
function isAllowed({ config }: LayeredGate, base: LayeredGate, loosened: ReadonlyMap<string, string>): boolean {
  if (['same', 'stricter'].includes(orderOf(config, base.config))) return true;
  return config.mode?.kind === 'off' || loosened.has(base.name ?? '');
}

/** A floor takes the place of what is looser, unless the model wrote that itself: then it is told. */
function onFloor(layered: Layered, floor: readonly LayeredGate[]): Layered {
  const gates = [...layered.gates];
  const tooLoose = [...layered.tooLoose];
  for (const base of floor.filter((one) => !isGivenWhole(layered.gates, one))) {
    const at = indexOfSame(gates, base);
    const there = gates[at];
    const order = there && orderOf(there.config, base.config);
    if (there === undefined || order === 'other') gates.push(base);
    else if (order === 'looser' && there.from.kind === 'file') tooLoose.push({ own: there, base });
    else if (order === 'looser') gates[at] = base;
  }
  return { gates, tooLoose };
}

/** What the floor's profile asks is there already where a profile, at least as strict, gave it and nothing changed it. */
function isGivenWhole(gates: Layered['gates'], { name }: LayeredGate): boolean {
  return name !== null && gates.some((one) => one.name === name && one.from.kind === 'profile' && !one.config.mode);
}

function indexOfSame(gates: readonly LayeredGate[], { config }: LayeredGate): number {
  const subject = subjectOf(config);
  return subject === null ? -1 : gates.findIndex((one) => subjectOf(one.config) === subject);
}
