import type { Effect } from './effect-of.ts';
import type { Model } from './model-schema.ts';
import type { Path } from './places.ts';
import type { Found } from './problems.ts';
import { code } from './words.ts';
import { nearest } from './workings.ts';

/** A lane of deploy-code that nothing could be trained in, and a stage that two environments would take from each other. */
export function foundInWorkings({ model, own, environment, here }: Effect): Found[] {
  const needed = own.pattern === 'deploy-code' && own.path.indexOf(environment) > 0;
  const trainer = nearest({ own, here, environment }, (named) => named.trainer);
  if (!needed || trainer !== undefined) return [];
  const words = `${code(model)} is trained anew in ${code(environment)}, and nothing says how. Write \`trainer\` at the model, under its \`in.${environment}\` or at the environment.`;
  return [{ path: ['models', model, 'pattern'], at: 'value', words }];
}

/** What a model says of how it works that nothing would come of. */
export function foundInWords(model: string, own: Model): Found[] {
  return [...idleHere(model, own), ...idleTraining(model, own)];
}

/** What is said about an environment where the model never comes. */
function idleHere(model: string, { path, in: places }: Model): Found[] {
  const others = Object.keys(places).filter((environment) => !path.includes(environment));
  return others.map((environment) => ({
    path: ['models', model, 'in', environment],
    at: 'key',
    words: `${code(environment)} is not on the path of ${code(model)}. Write one of ${path.map(code).join(', ')}.`,
  }));
}

/** Artifacts are copied: nothing is trained that could differ. */
function idleTraining(model: string, own: Model): Found[] {
  if (own.pattern === 'deploy-code') return [];
  const written: Path[] = [
    ...(own.trainer === undefined ? [] : [['trainer']]),
    ...(own.tolerance === undefined ? [] : [['tolerance']]),
    ...Object.entries(own.in).flatMap(([environment, { trainer }]) =>
      trainer === undefined ? [] : [['in', environment, 'trainer']],
    ),
  ];
  return written.map((path) => ({
    path: ['models', model, ...path],
    at: 'key',
    words: `with \`pattern: deploy-model\` the version itself moves on and nothing is trained, so this would do nothing. Write \`pattern: deploy-code\`, or leave it out.`,
  }));
}
