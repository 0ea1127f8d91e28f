import type { TrainingOrder } from '../../ports-trainers.ts';
import { ReleaseId } from '../../release/ids.ts';

/** What names one training on GitHub: it stands in the name of its run. */
export type Correlation = `${string}-${number}`;

/** Release and attempt in one word, `r-0123456789-1`. */
export function correlationOf({ release, attempt }: Pick<TrainingOrder, 'release' | 'attempt'>): Correlation {
  return `${release}-${attempt}`;
}

const word = /(?<![\w-])r-[0-9a-z]{10}-[1-9]\d{0,5}(?![\w-])/g;

/** The training that a run's name speaks of; null when it names none, or more than one. */
export function correlated(title: string): { readonly release: ReleaseId; readonly attempt: number } | null {
  const [only, other] = new Set([...title.matchAll(word)].map(([whole]) => whole));
  const release = ReleaseId.safeParse(only?.slice(0, 12));
  if (!release.success || only === undefined || other !== undefined) return null;
  return { release: release.data, attempt: Number(only.slice(13)) };
}

/** Whether a run's name speaks of this training. */
export function isNamed(title: string, correlation: Correlation): boolean {
  const named = correlated(title);
  return named !== null && correlationOf(named) === correlation;
}
