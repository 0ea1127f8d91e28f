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

/** So many windows are drawn, whatever is judged. */
const drawn = 12;

/** The end of each window is asked for, and nothing between. */
async function ranged(deps: MeasureDeps, check: OwnCheck, asked: Asked, now: number): Promise<Measurements> {
  const series = deps.series?.get(check.server ?? '');
  if (series === undefined) throw new ReleaseError('config_invalid', { missing: `prometheus.${check.server}` });
  const call = { deadline: deps.clock() + askMs };
  const { breaches, windowMs } = check;
  const from = (windows: number) => now - (windows - 1) * windowMs;
  const ask = (query: string, windows: number) =>
    series.range(filledIn(query, asked), from(windows), now, windowMs, call);
  const [past, samples] = await Promise.all([
    ask(check.ask, Math.max(breaches, drawn)),
    check.samples === null ? null : ask(check.samples, breaches),
  ]);
  return { values: past?.filter(({ at }) => at > from(breaches + 1)) ?? null, samples, past };
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
  const values = history.map(measured);
  return { values, samples: null, past: values };
}

function measured({ at, value }: LoggedValue): Measured {
  const number = Number(value);
  return { at, value: Number.isNaN(number) ? null : number };
}
