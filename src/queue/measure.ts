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
  const series = deps.series?.get(check.server ?? '');
  if (series === undefined) throw new ReleaseError('config_invalid', { missing: `prometheus.${check.server}` });
  const call = { deadline: deps.clock() + askMs };
  const from = now - (check.breaches - 1) * check.windowMs;
  const ask = (query: string) => series.range(filledIn(query, asked), from, now, check.windowMs, call);
  const [values, samples] = await Promise.all([ask(check.ask), check.samples === null ? null : ask(check.samples)]);
  return { values, samples };
}

async function logged(
  deps: MeasureDeps,
  { registry, registeredName }: LanePolicy,
  { ask }: OwnCheck,
  { version }: Asked,
): Promise<Measurements> {
  const call = { deadline: deps.clock() + askMs };
  const history = await registryOf(deps.registries, registry).metricHistory(registeredName, version, ask, call);
  if (history === null) throw new ReleaseError('champion_missing', { registry, name: registeredName, version });
  return { values: history.map(measured), samples: null };
}

function measured({ at, value }: LoggedValue): Measured {
  const number = Number(value);
  return { at, value: Number.isNaN(number) ? null : number };
}
