import type { VerdictStatus } from '../release/evidence.ts';
import type { Answer } from './gate.ts';

const mostReasons = 3;

/** What could be accepted with a reason comes last: it must never cover what could not. */
const gravity: readonly VerdictStatus[] = [
  'fail',
  'nan',
  'missing',
  'not-logged-yet',
  'not-comparable',
  'cannot-tell',
  'no-champion',
  'off',
  'pass',
];

/** One answer out of several: the gravest, with the reasons and cures of all that did not pass; `passed` when all did, `most` reasons in full. */
export function together(answers: readonly Answer[], passed: string, most = mostReasons): Answer {
  const open = answers
    .filter(({ status }) => status !== 'pass')
    .toSorted((a, b) => gravity.indexOf(a.status) - gravity.indexOf(b.status));
  const [gravest] = open;
  if (gravest === undefined) return { status: 'pass', reason: passed, cure: null };
  const told = open.slice(0, most);
  const rest = open.length - told.length;
  const cures = new Set(told.flatMap(({ cure }) => cure ?? []));
  return {
    status: gravest.status,
    reason: [...told.map(({ reason }) => reason), ...(rest > 0 ? [`And ${rest} more.`] : [])].join(' '),
    cure: cures.size === 0 ? null : [...cures].join(' '),
  };
}

/** At most so many of a list, and how many more there are: "a, b and 2 more". */
export function few(items: readonly string[], most = mostReasons): string {
  const shown = items.slice(0, most);
  const rest = items.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
