import type { Effect } from './effect-of.ts';
import type { Path } from './places.ts';
import type { Found } from './problems.ts';
import { watchingOf, watchMsOf } from './watching.ts';
import { code } from './words.ts';

/** A version that should go back by itself, and never could. */
export function foundInWatching(effect: Effect): Found[] {
  const { onBreach } = watchingOf(effect);
  const words = onBreach === 'ask' ? null : neverBack(effect);
  return words === null ? [] : [{ path: placeOf(effect), at: 'value', words }];
}

function neverBack(effect: Effect): string | null {
  const { automates, checks } = watchingOf(effect);
  if (automates.length === 0)
    return 'nothing says because of what a version goes back by itself. Write `automates: [errors]` beside it.';
  if (watchMsOf(effect) === 0)
    return `only what is being watched goes back by itself, and nothing is watched in ${code(effect.environment)}. Write \`for: 30m\` there, or \`on-breach: ask\`.`;
  const isSigned = Object.values(effect.policy.alerts).some(({ auth }) => auth !== 'none');
  const isChecked = checks.some(({ of, severity }) => automates.includes(of) && severity !== 'info');
  if (isSigned || isChecked) return null;
  const kinds = automates.join(' or ');
  return `nothing that proves who it is tells of ${kinds}, so no version would ever go back by itself. Give a source under \`alerts\` an \`auth\`, or write a check of that kind.`;
}

/** Where it is said. */
function placeOf({ own, model, environment }: Effect): Path {
  const inPlace = own.in[environment]?.watch?.['on-breach'] !== undefined;
  if (inPlace) return ['models', model, 'in', environment, 'watch', 'on-breach'];
  const isOwn = own.watch?.['on-breach'] !== undefined;
  return isOwn ? ['models', model, 'watch', 'on-breach'] : ['environments', environment, 'watch', 'on-breach'];
}
