import { ReleaseError } from '../../errors.ts';
import type { TrainingOrder } from '../../ports-trainers.ts';
import { ReleaseId } from '../../release/ids.ts';
import { orderName } from '../order-name.ts';
import { TrainingName } from './schema.ts';

/** What may be filled in, and what its value has to look like: nothing that a program could take for an option or a path. */
const placeholders: ReadonlyMap<string, { of(order: TrainingOrder): string; readonly is: RegExp }> = new Map([
  ['commit', { of: ({ commit }: TrainingOrder) => commit, is: /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/ }],
  ['environment', { of: ({ environment }) => environment, is: /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u }],
  ['release', { of: ({ release }) => release, is: /^r-[0-9a-hjkmnp-tv-z]{10}$/ }],
  ['model', { of: ({ model }) => model, is: /^[\p{L}\p{N}_][\p{L}\p{N}._ -]{0,199}$/u }],
  ['version', { of: ({ version }) => version ?? '', is: /^[1-9]\d{0,9}$/ }],
  ['attempt', { of: ({ attempt }) => String(attempt), is: /^[1-9]\d{0,3}$/ }],
]);

const named = /\{([^{}]*)\}/g;
const known = [...placeholders.keys()].map((name) => `{${name}}`);

/** A program and its arguments. */
export type Argv = readonly [string, ...string[]];

/** The program and arguments of a configuration, or `config_invalid` with what to write instead. */
export function checkedArgv(argv: readonly string[]): Argv {
  const [program, ...rest] = argv;
  const strangers = argv
    .flatMap((part) => [...part.matchAll(named)])
    .filter(([, name = '']) => !placeholders.has(name));
  const problems = [
    ...(program === undefined || program === '' ? ['The command is empty. Write a program and its arguments.'] : []),
    ...argv.filter((part) => part.includes('\0')).map(() => 'The command holds a zero byte. Leave it out.'),
    ...strangers.map(([text]) => `${text} is nothing that can be filled in. Write ${known.join(', ')}.`),
  ];
  if (program === undefined || problems.length > 0) throw new ReleaseError('config_invalid', { problems });
  return [program, ...rest];
}

/** Fills an order's values in; `training_refused` when one of them is not as it should be. Each argument stays one argument. */
export function filledIn([program, ...rest]: Argv, order: TrainingOrder): [string, ...string[]] {
  const asked = [program, ...rest].join(' ');
  for (const [name, { of, is }] of placeholders) {
    // Only a validation looks at a version.
    const needed = name !== 'version' || order.version !== undefined || asked.includes('{version}');
    if (needed && !is.test(of(order))) throw refused(name, of(order));
  }
  const fill = (part: string) =>
    part.replaceAll(named, (text, name: string) => placeholders.get(name)?.of(order) ?? text);
  return [fill(program), ...rest.map(fill)];
}

/** What a training of this order is called. */
export function nameOf(order: TrainingOrder): string {
  const { release, attempt, version } = order;
  if (!ReleaseId.safeParse(release).success) throw refused('release', release);
  if (!placeholders.get('attempt')?.is.test(String(attempt))) throw refused('attempt', String(attempt));
  const name = orderName(order);
  if (!TrainingName.safeParse(name).success) throw refused('version', version ?? 'none');
  return name;
}

function refused(name: string, value: string): ReleaseError {
  return new ReleaseError('training_refused', {
    words: `The order's ${name} is not one that can be trained: ${value}`,
  });
}
