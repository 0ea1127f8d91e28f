import { gateTable } from '../gates/table.ts';
import type { GateConfig } from '../release/lane-policy.ts';
import type { Effect } from './effect-of.ts';
import { orderOf } from './gate-order.ts';
import type { LayeredGate } from './layered-gate.ts';
import { layeredGates, type TooLoose } from './layers.ts';
import type { Found } from './problems.ts';
import { code } from './words.ts';

/** Gates of a model that ask for less than its template, profile or floor does, without saying so. */
export function foundInGates({ policy, model, own, environment }: Effect): Found[] {
  return layeredGates(policy, model, own, environment).tooLoose.map((pair) => ({
    path: pair.own.from.kind === 'file' ? pair.own.from.path : ['models', model],
    at: 'value',
    words: wordsOf(pair, environment),
    ...(pair.base.from.kind === 'floor' ? { see: pair.base.from.path } : {}),
  }));
}

function wordsOf({ own, base }: TooLoose, environment: string): string {
  const [mine, theirs] = [labelOf(own.config), labelOf(base.config)];
  const how = orderOf(own.config, base.config) === 'looser' ? 'is looser than' : 'asks for something else than';
  const what = mine === theirs ? `${code(mine)} asks for less than` : `${code(mine)} ${how} ${code(theirs)} of`;
  if (base.from.kind === 'floor')
    return `${what} the floor of ${environment}. Write at least that: a floor may be raised, never lowered.`;
  const loosen = code(`loosen: [ { gate: ${base.name}, because: "…" } ]`);
  return `${what} the ${giver(base)}. Write at least that, or say why not: ${loosen}.`;
}

function giver({ from }: LayeredGate): string {
  return 'name' in from ? `${from.kind} ${code(from.name)}` : 'file';
}

/** A gate's own words, without how much it weighs. */
function labelOf({ mode: _, ...config }: GateConfig): string {
  return gateTable.get(config.kind)?.build(config).label ?? config.kind;
}
