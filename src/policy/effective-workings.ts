import type { Tolerance, WorkerConfig } from '../release/lane-policy.ts';
import { type EffectiveLine, one, type Shown } from './effective-line.ts';
import { spanText, written } from './effective-words.ts';
import type { Path } from './places.ts';

/** What makes a version live in a lane, what trains, validates and serves it, and what it is surrounded by there. */
export function workLines(shown: Shown): EffectiveLine[] {
  const { lane } = shown;
  const { surroundings, registry, environment, alerts } = lane;
  const here = (key: string, text: string) => one(shown, key, text, ['environments', environment, key]);
  const floor: Path = ['floors', environment, 'after'];
  return [
    one(shown, 'registry', lane.registryUrl, ['registries', registry, 'url']),
    here('alias', lane.alias),
    here('stage', lane.stage ?? 'none'),
    one(shown, 'after', lane.after, ['environments', environment, 'after'], floor),
    here('then', lane.onward),
    ...(lane.pattern === 'deploy-code' ? [worker(shown, 'trainer', lane.trainer), tolerance(shown)] : []),
    worker(shown, 'validate', lane.validate),
    worker(shown, 'serving', lane.serving),
    here('data', surroundings.data ?? 'none'),
    here('experiment', surroundings.experiment ?? 'none'),
    here('prometheus', surroundings.prometheus ?? 'none'),
    here('log-level', surroundings.logLevel ?? 'none'),
    ...(alerts === null ? [] : [here('alerts', alerts)]),
  ];
}

/** A line that comes from what is said nearest to the lane. */
function worker(shown: Shown, key: 'trainer' | 'validate' | 'serving', config: WorkerConfig | null): EffectiveLine {
  const { model, environment } = shown.lane;
  const nearest: readonly Path[] = [
    ['models', model, 'in', environment, key],
    ['models', model, key],
    ['environments', environment, key],
  ];
  return one(shown, key, config === null ? 'none' : workerText(config), ...nearest);
}

function workerText({ kind, ...fields }: WorkerConfig): string {
  const said = Object.entries(fields).filter(([, value]) => value !== null && !isEmpty(value));
  return `${kind} ${written(Object.fromEntries(said.map(([name, value]) => fieldText(name, value))))}`;
}

/** A time in the words of the file. */
function fieldText(name: string, value: unknown): [string, unknown] {
  return name === 'timeoutMs' && typeof value === 'number' ? ['timeout', spanText(value)] : [name, value];
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function tolerance(shown: Shown): EffectiveLine {
  const band = shown.lane.tolerance;
  const text = band === null ? '5% of each metric that a gate names' : band.map(marginText).join(', ');
  return one(shown, 'tolerance', text, ['models', shown.lane.model, 'tolerance']);
}

function marginText({ metric, by, relative }: Tolerance): string {
  return `${metric}: ${by}${relative ? '%' : ''}`;
}
