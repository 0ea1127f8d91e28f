/** What can be typed after the slash command: one row a verb, with its arguments, its words in between, and what help shows. */
export const grammar = {
  promote: {
    usage: 'promote <model>[@<version|alias>] [at <commit|tag> | reuse <version>] [to <environment>] [because …]',
    example: 'promote churn@14 to production because it beats v12',
    subject: 'model',
    version: 'number-or-alias',
    clauses: { to: 'environment', in: 'environment', at: 'at', reuse: 'reuse', because: 'reason' },
    reason: 'optional',
  },
  rollback: {
    usage: 'rollback <model>[@<version>] [in <environment>] [rehearse | retrain] because …',
    example: 'rollback churn in production because errors rose after v14',
    subject: 'model',
    version: 'number',
    clauses: { in: 'environment', to: 'environment', rehearse: 'rehearse', retrain: 'retrain', because: 'reason' },
    reason: 'required',
  },
  check: {
    usage: 'check <model>[@<version|alias>] [to <environment>]',
    example: 'check churn@14 to production',
    subject: 'model',
    version: 'number-or-alias',
    clauses: { to: 'environment', in: 'environment' },
    reason: 'none',
  },
  retrain: {
    usage: 'retrain <model> [in <environment>] because …',
    example: 'retrain churn in production because its inputs have shifted',
    subject: 'model',
    version: 'none',
    clauses: { in: 'environment', to: 'environment', because: 'reason' },
    reason: 'required',
  },
  status: {
    usage: 'status [<model>]',
    example: 'status churn',
    subject: 'model-or-nothing',
    version: 'none',
    clauses: {},
    reason: 'none',
  },
  history: {
    usage: 'history <model> [in <environment>] [on <date>]',
    example: 'history churn in production on 2026-03-03',
    subject: 'model',
    version: 'none',
    clauses: { in: 'environment', to: 'environment', on: 'on' },
    reason: 'none',
  },
  show: {
    usage: 'show <model>[@<version|alias>]',
    example: 'show churn@champion',
    subject: 'model',
    version: 'number-or-alias',
    clauses: {},
    reason: 'none',
  },
  trace: {
    usage: 'trace <model>[@<version>] [in <environment>] [at <commit|tag>]',
    example: 'trace churn in production',
    subject: 'model',
    version: 'number',
    clauses: { in: 'environment', to: 'environment', at: 'at' },
    reason: 'none',
  },
  policy: {
    usage: 'policy <model> [in <environment>]',
    example: 'policy churn in production',
    subject: 'model',
    version: 'none',
    clauses: { in: 'environment', to: 'environment', for: 'environment' },
    reason: 'none',
  },
  pending: { usage: 'pending', example: 'pending', subject: 'nothing', version: 'none', clauses: {}, reason: 'none' },
  help: {
    usage: 'help [verb]',
    example: 'help promote',
    subject: 'verb',
    version: 'none',
    clauses: {},
    reason: 'none',
  },
  pause: {
    usage: 'pause <environment|model> [until <time>] because …',
    example: 'pause production until Mon 08:00 because stock-taking',
    subject: 'scope',
    version: 'none',
    clauses: { until: 'until', for: 'until', because: 'reason' },
    reason: 'required',
  },
  resume: {
    usage: 'resume <environment|model> [because …]',
    example: 'resume production because the incident is over',
    subject: 'scope',
    version: 'none',
    clauses: { because: 'reason' },
    reason: 'optional',
  },
  'break-glass': {
    usage: 'break-glass <model>[@<version|alias>] [to <environment>] because …',
    example: 'break-glass churn@14 to production because v12 refuses every customer',
    subject: 'model',
    version: 'number-or-alias',
    clauses: { to: 'environment', in: 'environment', because: 'reason' },
    reason: 'required',
  },
} as const satisfies Record<string, VerbGrammar>;

interface VerbGrammar {
  readonly usage: string;
  readonly example: string;
  readonly subject: 'model' | 'model-or-nothing' | 'scope' | 'verb' | 'nothing';
  readonly version: 'number' | 'number-or-alias' | 'none';
  readonly clauses: Readonly<Record<string, Clause>>;
  readonly reason: 'required' | 'optional' | 'none';
}

export type Verb = keyof typeof grammar;
export type Clause = 'environment' | 'reason' | 'until' | 'on' | 'at' | 'reuse' | Flag;

/** A word that stands alone. */
export type Flag = (typeof flags)[number];
export const flags = ['rehearse', 'retrain'] as const;

/** All verbs, in the order in which help shows them. */
export const verbs: readonly Verb[] = [
  'promote',
  'rollback',
  'check',
  'retrain',
  'status',
  'history',
  'show',
  'trace',
  'policy',
  'pending',
  'help',
  'pause',
  'resume',
  'break-glass',
];

/** What the verb's row says, with the union widened so that every row reads the same. */
export function rowOf(verb: Verb): VerbGrammar {
  return grammar[verb];
}

/** The verb that a word names, whatever its case or dashes. */
export function verbOf(word: string): Verb | null {
  const name = word
    .toLowerCase()
    .replace(/^[/-]+/, '')
    .replaceAll('-', '');
  return verbs.find((verb) => verb.replaceAll('-', '') === name) ?? null;
}
