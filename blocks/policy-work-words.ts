import type { LanePolicy, WorkerConfig } from '../src/release/lane-policy.ts';
import { code, type Line, line, outside, strong } from '../src/release/view-words.ts';

/** The environment of a lane: where everything lies there, what makes a version live, and what trains, validates and serves it. */
export function workLines(policy: LanePolicy): readonly Line[] {
  const { registry, registryUrl, registeredName, alias, stage } = policy;
  return [
    line(
      strong('Registry: '),
      outside(registry, 60),
      ' at ',
      code(registryUrl, 200),
      ', registered as ',
      code(`${registeredName}@${alias}`, 120),
      stage === null ? '; no stage' : `; stage ${stage}`,
    ),
    surroundings(policy),
    ...comingAndGoing(policy),
    ...workers(policy),
  ];
}

function surroundings({ surroundings: { data, experiment, prometheus, logLevel } }: LanePolicy): Line {
  const said = (value: string | null) => (value === null ? 'not said' : code(value, 200));
  const facts = [
    ['Data ', data],
    ['experiment ', experiment],
    ['Prometheus ', prometheus],
    ['log level ', logLevel],
  ] as const;
  return line(...facts.flatMap(([name, value], at) => [at === 0 ? name : `; ${name}`, said(value)]));
}

function comingAndGoing({ path, environment, after, onward }: LanePolicy): readonly Line[] {
  const at = path.indexOf(environment);
  const before = path[at - 1];
  const next = path[at + 1];
  return [
    ...(before === undefined
      ? []
      : [line('Comes here: what is ', after === 'live' ? 'or was live in ' : 'registered in ', outside(before, 40))]),
    ...(next === undefined
      ? []
      : [
          line(
            'Once verified: ',
            onward === 'auto' ? 'a request opens by itself for ' : 'people ask for ',
            outside(next, 40),
          ),
        ]),
  ];
}

function workers({ pattern, trainer, tolerance, validate, serving }: LanePolicy): readonly Line[] {
  const band = tolerance?.map(({ metric, by, relative }) => `${metric} ±${by}${relative ? ' %' : ''}`).join(', ');
  return [
    ...worker('Trained by ', trainer),
    ...(pattern === 'deploy-code'
      ? [
          line(
            'Trained and reviewed metrics may differ by: ',
            outside(band ?? '5 % of each metric that a gate names', 240),
          ),
        ]
      : []),
    ...worker('Validated by ', validate),
    ...worker('Served by ', serving),
  ];
}

/** What people know it by: its kind, and the workflow, job, program or address. */
function worker(words: string, config: WorkerConfig | null): readonly Line[] {
  if (config === null) return [];
  const { kind, workflow, job, argv, url, repository } = config;
  const named = [workflow, job, Array.isArray(argv) ? argv.join(' ') : undefined, url].find((one) => one !== undefined);
  const from = typeof repository === 'string' ? line(' of ', code(repository, 120)) : '';
  return [line(strong(words), kind, ' ', code(String(named ?? ''), 160), from)];
}
