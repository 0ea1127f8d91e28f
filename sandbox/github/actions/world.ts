/** One thing that a workflow does, as `/jobs` lists it. */
export interface Job {
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly steps: readonly { readonly name: string; readonly status: string; readonly conclusion: string | null }[];
}

/** An environment that a run waits for. */
export interface PendingDeployment {
  readonly environment: string;
  readonly minutes: number;
  /** Logins of people, and names of teams with their organization before a slash. */
  readonly reviewers: readonly string[];
}

/** Where a run is: for as long as nobody moves it on. */
export interface Stage {
  readonly status: string;
  readonly conclusion?: string;
  readonly jobs?: readonly Job[];
  readonly pending?: readonly PendingDeployment[];
}

export interface WorkflowRun {
  readonly id: number;
  readonly workflow: Workflow;
  readonly title: string;
  readonly event: string;
  readonly ref: string;
  readonly sha: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly createdAt: number;
  /** Whether it ever ran. */
  began: boolean;
  stage: Stage;
  /** What comes next, each once somebody has looked at the run. */
  ahead: Stage[];
  /** Lists do not show it before this many of them have been asked for. */
  hiddenFor: number;
}

/** A workflow file as its repository's branches and tags hold it. */
export interface Workflow {
  readonly id: number;
  readonly file: string;
  readonly name: string;
  /** Whether `workflow_dispatch` may start it. */
  readonly isDispatchable: boolean;
  readonly inputs: Readonly<Record<string, { readonly required: boolean }>>;
  /** Its `run-name`, with `${{ inputs.… }}` in it. */
  readonly runName: string | null;
}

/** How a dispatch goes: what its run does, and what its caller hears. */
export interface Play {
  readonly course: readonly Stage[];
  /** `lost`: taken, but the connection breaks; `error`: taken, and answered with 502. */
  readonly answer?: 'lost' | 'error';
  readonly twice?: true;
  readonly hiddenFor?: number;
}

/** The Actions of one repository; tests change them as they like. */
export interface ActionsWorld {
  readonly workflows: Workflow[];
  /** The oldest first. */
  readonly runs: WorkflowRun[];
  /** Tokens that may start and cancel runs. */
  readonly writers: Set<string>;
  play: (inputs: Readonly<Record<string, string>>) => Play;
  /** Older Enterprise servers do not know `return_run_details`. */
  tellsRun: boolean;
  hook: { readonly url: string; readonly secret: string } | null;
}

const job = (status: string, conclusion: string | null, step: string): Job => ({
  name: 'train',
  status,
  conclusion,
  steps: [
    { name: 'Check out', status: 'completed', conclusion: 'success' },
    { name: step, status, conclusion },
  ],
});

/** Courses that runs take. */
export const courses = {
  endsWell: [
    { status: 'queued' },
    { status: 'in_progress', jobs: [job('in_progress', null, 'Fit the model')] },
    { status: 'completed', conclusion: 'success', jobs: [job('completed', 'success', 'Fit the model')] },
  ],
  fails: [
    { status: 'queued' },
    { status: 'in_progress', jobs: [job('in_progress', null, 'Fit the model')] },
    { status: 'completed', conclusion: 'failure', jobs: [job('completed', 'failure', 'Fit the model')] },
  ],
  goesOn: [{ status: 'queued' }, { status: 'in_progress', jobs: [job('in_progress', null, 'Fit the model')] }],
  slow: [{ status: 'queued' }],
  waits: [
    { status: 'queued' },
    { status: 'waiting', pending: [{ environment: 'production', minutes: 0, reviewers: ['pat', 'acme/ml-leads'] }] },
  ],
} as const satisfies Readonly<Record<string, readonly Stage[]>>;

export function emptyActions(): ActionsWorld {
  return {
    workflows: [],
    runs: [],
    writers: new Set(),
    play: () => ({ course: courses.endsWell }),
    tellsRun: true,
    hook: null,
  };
}

const filledWith = (input: string) => `\${{ inputs.${input} }}`;
const inputNames = ['environment', 'model', 'commit', 'release', 'correlation_id'];

/** Adds a workflow as docs/training-with-github-actions.md has it, or one that differs from it. */
export function addWorkflow(actions: ActionsWorld, file: string, differs: Partial<Workflow> = {}): Workflow {
  const workflow: Workflow = {
    id: 7_000_001 + actions.workflows.length,
    file,
    name: 'Train a model',
    isDispatchable: true,
    inputs: Object.fromEntries(inputNames.map((name) => [name, { required: true }])),
    runName: `${filledWith('correlation_id')}: ${filledWith('model')} for ${filledWith('environment')}`,
    ...differs,
  };
  actions.workflows.push(workflow);
  return workflow;
}
