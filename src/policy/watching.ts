import type { OwnCheck, Watching } from '../release/lane-policy.ts';
import type { WrittenCheck } from './check-schema.ts';
import { entry } from './entry.ts';
import type { Environment } from './environment-schema.ts';
import type { Model } from './model-schema.ts';
import type { Policy } from './schema.ts';

const usualWatch = 30 * 60_000;

/** What holds where the file says nothing: what is wrong there holds a version, and nothing goes back by itself. */
export const usualWatching: Watching = {
  of: ['data-broken', 'performance', 'errors', 'latency'],
  onBreach: 'ask',
  automates: [],
  countdownMs: 60_000,
  checks: [],
  links: { runbook: null, dashboard: null, ticket: null },
  tell: [],
  second: [],
  remindMs: [900_000, 1_800_000, 3_600_000],
  may: [],
};

/** A model in an environment, as the file says both. */
interface Entries {
  readonly policy: Policy;
  readonly own: Model;
  readonly here: Environment;
  readonly model: string;
  readonly environment: string;
}

type Level = Pick<Model, 'watch' | 'checks' | 'links' | 'on-alert'>;

/** The model's own words about this environment, the model's, the environment's: each part is taken from the first that says it. */
function levelsOf({ own, here, environment }: Pick<Entries, 'own' | 'here' | 'environment'>): readonly Level[] {
  return [entry(own.in, environment) ?? {}, own, here];
}

function said<T>(levels: readonly Level[], part: (level: Level) => T | undefined): T | undefined {
  return levels.map(part).find((one) => one !== undefined);
}

/** How long a version is watched in a lane. */
export function watchMsOf(entries: Pick<Entries, 'own' | 'here' | 'environment'>): number {
  return said(levelsOf(entries), ({ watch }) => watch?.for) ?? usualWatch;
}

/** How what is live in a lane is watched, and who is told. */
export function watchingOf(entries: Entries): Watching {
  const levels = levelsOf(entries);
  const link = (which: keyof Watching['links']) =>
    linkFor(said(levels, ({ links }) => links?.[which]) ?? null, entries);
  const usual = usualWatching;
  return {
    of: said(levels, ({ watch }) => watch?.of) ?? usual.of,
    onBreach: said(levels, ({ watch }) => watch?.['on-breach']) ?? usual.onBreach,
    automates: said(levels, ({ watch }) => watch?.automates) ?? usual.automates,
    countdownMs: said(levels, ({ watch }) => watch?.countdown) ?? usual.countdownMs,
    checks: checksOf(entries.policy, levels),
    links: { runbook: link('runbook'), dashboard: link('dashboard'), ticket: link('ticket') },
    tell: said(levels, (level) => level['on-alert']?.tell) ?? usual.tell,
    second: said(levels, (level) => level['on-alert']?.second) ?? usual.second,
    // What is only observed is told once a day: nobody is asked, so nobody is reminded.
    remindMs:
      entries.own.mode === 'observe' ? [] : (said(levels, (level) => level['on-alert']?.remind) ?? usual.remindMs),
    may: said(levels, (level) => level['on-alert']?.may) ?? usual.may,
  };
}

/** All of them; of those with one name, the nearest. */
function checksOf({ prometheus }: Policy, levels: readonly Level[]): readonly OwnCheck[] {
  const [only = null] = Object.keys(prometheus);
  const byName = new Map<string, WrittenCheck>();
  for (const { checks = [] } of levels.toReversed()) for (const check of checks) byName.set(check.name, check);
  return [...byName.values()].map(({ server, ...check }) => ({
    ...check,
    server: check.kind === 'metric' ? null : (server ?? only),
  }));
}

function linkFor(link: string | null, { model, environment }: Entries): string | null {
  if (link === null) return null;
  return link
    .replaceAll('{model}', () => encodeURIComponent(model))
    .replaceAll('{environment}', () => encodeURIComponent(environment));
}
