import type { TrainingOrder } from '../../ports-trainers.ts';
import { ReleaseId, Version } from '../../release/ids.ts';
import { orderName, orderNamePattern } from '../order-name.ts';

/** What names one training on GitHub: it stands in the name of its run. */
export type Correlation = string;

/** The order's name, which nothing else bears. */
export function correlationOf(order: TrainingOrder): Correlation {
  return orderName(order);
}

const word = new RegExp(`(?<![\\w-])${orderNamePattern}(?![\\w-])`, 'g');

/** What a run's name speaks of. */
export interface Correlated {
  readonly release: ReleaseId;
  readonly attempt: number;
  /** The version that it validates; left out, it trains. */
  readonly version?: Version;
}

/** The training that a run's name speaks of; null when it names none, or more than one. */
export function correlated(title: string): Correlated | null {
  const [only, other] = new Set([...title.matchAll(word)].map(([whole]) => whole));
  if (only === undefined || other !== undefined) return null;
  const [attempt, version] = only.slice(13).split('-').reverse();
  const told = { release: ReleaseId.parse(only.slice(0, 12)), attempt: Number(attempt) };
  return version === undefined ? told : { ...told, version: Version.parse(version.slice(1)) };
}

/** Whether a run's name speaks of this training. */
export function isNamed(title: string, correlation: Correlation): boolean {
  const named = correlated(title);
  if (named === null) return false;
  const purpose = named.version === undefined ? {} : { purpose: 'validate' as const };
  return orderName({ ...named, ...purpose }) === correlation;
}
