import type { Effect } from './effect-of.ts';
import { gateText } from './effective-words.ts';
import { orderOf } from './gate-order.ts';
import type { LayeredGate } from './layered-gate.ts';
import { layeredGates, type TooLoose } from './layers.ts';
import type { Found } from './problems.ts';

/** Gates of a model that ask for less than its template, profile or floor does, without saying so. */
export function foundInGates({ policy, model, own, environment }: Effect): Found[] {
  return layeredGates(policy, model, own, environment).tooLoose.map((pair) => ({
    path: pair.own.from.kind === 'file' ? pair.own.from.path : ['models', model],
    at: 'value',
    words: wordsOf(pair, environment),
    ...('path' in pair.base.from ? { see: pair.base.from.path } : {}),
  }));
}

function wordsOf({ own, base }: TooLoose, environment: string): string {
  const how = orderOf(own.config, base.config) === 'looser' ? 'is looser than' : 'asks for something else than';
  const what = `\`${gateText(own.config)}\` ${how} \`${gateText(base.config)}\` of the ${giver(base)}`;
  if (base.from.kind === 'floor')
    return `${what} of ${environment}. Write at least that: a floor may be raised, never lowered.`;
  if (base.from.kind === 'file')
    return `${what} ${environment}. Write at least that: what an environment asks of all may be raised, never lowered.`;
  return `${what}. Write at least that, or say why not: \`loosen: [ { gate: ${base.name}, because: "…" } ]\`.`;
}

function giver({ from }: LayeredGate): string {
  if ('name' in from) return `${from.kind} \`${from.name}\``;
  return from.kind === 'file' ? 'environment' : from.kind;
}
