import { ReleaseError } from '../errors.ts';
import type { LoggedValue } from '../ports.ts';
import type { Series } from '../ports-alerts.ts';
import type { Measured, Measurements } from '../release/incident/own-check.ts';
import { type Asked, filledIn } from '../release/incident/own-query.ts';
import type { LanePolicy, OwnCheck } from '../release/lane-policy.ts';
import type { Deps } from '../release-service/deps.ts';
import { registryOf } from '../release-service/registry-of.ts';

/** How long one question may take. */
const askMs = 10_000;

/** What measuring stands on. */
export interface MeasureDeps extends Pick<Deps, 'registries' | 'clock'> {
  /** Servers that keep series, by their names in the policy. */
  readonly series?: ReadonlyMap<string, Series>;
}

/** What there is of a check of a version, for the windows that end at `now`. Throws when it could not find out. */
export function measure(
  deps: MeasureDeps,
  policy: LanePolicy,
  check: OwnCheck,
  asked: Asked,
  now: number,
): Promise<Measurements> {
  return check.kind === 'metric' ? logged(deps, policy, check, asked) : ranged(deps, check, asked, now);
}

/** The end of each window is asked for, and nothing between. */
async function ranged(deps: MeasureDeps, check: OwnCheck, asked: Asked, now: number): Promise<Measurements> {
  const { ask, samples: counted, breaches } = check;
  const [values, samples] = await Promise.all([
    askedOf(deps, check, filledIn(ask, asked), breaches, now),
    counted === null ? null : askedOf(deps, check, filledIn(counted, asked), breaches, now),
  ]);
  return { values, samples };
}

function askedOf(
  deps: MeasureDeps,
  { server, windowMs }: OwnCheck,
  query: string,
  windows: number,
  now: number,
): Promise<readonly Measured[] | null> {
  const series = deps.series?.get(server ?? '');
  if (series === undefined) throw new ReleaseError('config_invalid', { missing: `prometheus.${server}` });
  const call = { deadline: deps.clock() + askMs };
  return series.range(query, now - (windows - 1) * windowMs, now, windowMs, call);
}

/** So many windows are drawn, whatever is judged. */
const drawn = 12;

/**
 * What was measured before, for the picture alone: where a longer time cannot be told (two series follow one another, for example) it is
 * what was judged.
 */
export async function measuredBefore(
  deps: MeasureDeps,
  check: OwnCheck,
  asked: Asked,
  { values }: Measurements,
  now: number,
): Promise<Measurements['values']> {
  if (check.kind === 'metric' || check.breaches >= drawn) return values;
  try {
    return await askedOf(deps, check, filledIn(check.ask, asked), drawn, now);
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    return values;
  }
}

async function logged(
  deps: MeasureDeps,
  { registry, registeredName }: LanePolicy,
  { ask, samples: counted }: OwnCheck,
  { version }: Asked,
): Promise<Measurements> {
  const call = { deadline: deps.clock() + askMs };
  const historyOf = async (metric: string) => {
    const found = await registryOf(deps.registries, registry).metricHistory(registeredName, version, metric, call);
    if (found === null) throw new ReleaseError('champion_missing', { registry, name: registeredName, version });
    return found.map(measured);
  };
  const [values, samples] = await Promise.all([historyOf(ask), counted === null ? null : historyOf(counted)]);
  return { values, samples };
}

function measured({ at, value }: LoggedValue): Measured {
  const number = Number(value);
  return { at, value: Number.isNaN(number) ? null : number };
}
