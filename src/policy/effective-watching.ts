import type { OwnCheck } from '../release/lane-policy.ts';
import { count } from '../release/view-numbers.ts';
import { type EffectiveLine, one, type Shown } from './effective-line.ts';
import { peopleText, spanText } from './effective-words.ts';
import type { Path } from './places.ts';
import { valueAt } from './walk.ts';

/** How what is live is watched, what is asked of it, and who hears when something is wrong. */
export function watchLines(shown: Shown): EffectiveLine[] {
  const { watching, watchMs } = shown.lane;
  const { of, onBreach, automates, countdownMs, checks, links, tell, second, remindMs, may } = watching;
  const part = (section: 'watch' | 'links' | 'on-alert', key: string, text: string) =>
    one(shown, `${section} ${key}`, text, ...levels(shown, [section, key]));
  const isAutomatic = onBreach === 'auto-rollback';
  const linked = Object.entries(links).flatMap(([key, url]) => (url === null ? [] : [part('links', key, url)]));
  return [
    one(shown, 'watch', spanText(watchMs), ...watchFor(shown)),
    part('watch', 'of', of.join(', ') || 'none'),
    part('watch', 'on-breach', onBreach),
    ...(isAutomatic ? [part('watch', 'automates', automates.join(', '))] : []),
    ...(isAutomatic ? [part('watch', 'countdown', spanText(countdownMs))] : []),
    ...checks.map((check) => one(shown, `check ${check.name}`, checkText(check), ...checkAt(shown, check))),
    ...linked,
    part('on-alert', 'tell', peopleText(tell) || 'owner'),
    part('on-alert', 'second', peopleText(second) || 'nobody'),
    part('on-alert', 'remind', remindMs.map(spanText).join(', ') || 'none'),
    part('on-alert', 'may', peopleText(may) || 'owner, approvers, on-call'),
  ];
}

/** The places that may say it, the nearest first. */
function levels({ lane: { model, environment } }: Shown, key: Path): Path[] {
  return [
    ['models', model, 'in', environment, ...key],
    ['models', model, ...key],
    ['environments', environment, ...key],
  ];
}

/** A watch that is a time says nothing but that. */
function watchFor(shown: Shown): Path[] {
  return levels(shown, ['watch']).flatMap((path): Path[] => {
    const isTime = typeof valueAt(shown.raw, path) === 'string';
    return isTime ? [path] : [[...path, 'for']];
  });
}

/** The nearest list that has a check of that name. */
function checkAt(shown: Shown, { name }: OwnCheck): Path[] {
  return levels(shown, ['checks']).filter((path) =>
    [valueAt(shown.raw, path)].flat().some((check) => valueAt(check, ['name']) === name),
  );
}

function checkText(check: OwnCheck): string {
  const { of, severity, ask, server, samples, leastSamples, bound, windowMs, everyMs, breaches } = check;
  const where = server === null ? `metric ${ask}` : `${ask} of ${server}`;
  const counted = samples === null ? '' : `, with ${leastSamples} or more of ${samples}`;
  const times = `in ${count(breaches, 'window')} of ${spanText(windowMs)}, every ${spanText(everyMs)}`;
  return `${of}, ${severity}: ${where} ${bound.sign} ${bound.value}${counted}; broken ${times}`;
}
