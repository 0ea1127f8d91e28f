import { effectiveLines } from './effective.ts';
import type { EffectiveLine } from './effective-line.ts';
import { joinedSource } from './join.ts';
import type { Origin } from './layered-gate.ts';
import type { ReadPolicy } from './parse.ts';
import { locate } from './source.ts';

/** What holds for a model in an environment, and where each line of it comes from: a file and its line, a template, a profile. */
export function explained(
  { policy, joined }: ReadPolicy,
  model: string,
  environment: string,
): readonly (Omit<EffectiveLine, 'from'> & { readonly from: string })[] {
  const sourceOf = joinedSource(joined);
  const wordsOf = (origin: Origin) => {
    if (origin.kind === 'default') return 'default';
    if ('name' in origin) return `${origin.kind} ${origin.name}`;
    const { file, line } = locate(sourceOf(origin.path), origin.path, 'value');
    return `${origin.kind === 'floor' ? 'floor ' : ''}${file}:${line}`;
  };
  return effectiveLines(policy, joined.raw, model, environment).map(({ from, ...line }) => ({
    ...line,
    from: [...new Set(from.map(wordsOf))].join(', '),
  }));
}
