import type { VersionFacts } from '../release/evidence.ts';
import { exactText, textBeside } from '../release/number-text.ts';
import type { Gate } from './gate.ts';
import { nameOf, read, type Wanted } from './reading.ts';

/** A metric that must not be above a bound, told beside the live version's value where it has one. */
export function ceiling(kind: string, wanted: Wanted, max: number, cure: string): Gate {
  return {
    kind,
    label: `${nameOf(wanted).replaceAll('`', '')} ≤ ${exactText(max)}`,
    about: {
      name: wanted.metric,
      direction: 'lower',
      ...(wanted.dataset === undefined && { bound: { sign: '≤', value: max } }),
    },
    check({ candidate, champion }) {
      const reading = read(candidate, wanted);
      if (reading.kind === 'none') return reading.answer;
      const passed = reading.value <= max;
      const live = champion === null ? '' : liveValue(champion, wanted, max);
      return {
        status: passed ? 'pass' : 'fail',
        reason: `${nameOf(wanted)} ${textBeside(reading.value, max)}, needs ≤ ${exactText(max)}${live}.`,
        cure: passed ? null : cure,
      };
    },
  };
}

function liveValue(champion: VersionFacts, wanted: Wanted, max: number): string {
  const reading = read(champion, wanted);
  return reading.kind === 'value' ? ` (v${champion.version} ${textBeside(reading.value, max)})` : '';
}
