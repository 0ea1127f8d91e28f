import { canonical } from '../evidence/canonical.ts';
import type { Store } from '../ports-store.ts';
import type { Evidence, Verdict } from '../release/evidence.ts';
import { numberText } from '../release/number-text.ts';
import type { ReleaseState } from '../release/state.ts';
import { redisStore } from '../store/store.ts';
import { oneRelease } from './one-release.ts';
import { type ExitCode, print, usageError } from './verb.ts';
import { withDatabase } from './with-database.ts';
import { actor, clean, moment } from './words.ts';

type Bound = NonNullable<ReleaseState['evidence']>;

/** `evidence`: exactly what was approved. With `--json` byte for byte: the SHA-256 of what it writes is the digest on the card. */
export async function evidence(args: readonly string[]): Promise<ExitCode> {
  return oneRelease(args, (id, json) =>
    withDatabase(async (db) => {
      const store = redisStore(db);
      const state = await store.release(id);
      return state === null ? usageError(`There is no release ${id}.`) : printed(store, state, json);
    }),
  );
}

async function printed(store: Pick<Store, 'evidence'>, state: ReleaseState, json: boolean): Promise<ExitCode> {
  if (state.evidence === null) return notYet(state);
  const document = await store.evidence(state.evidence.digest);
  if (document === null) return gone(state.evidence);
  if (json) process.stdout.write(canonical(document));
  else print(...inWords(state, state.evidence, document));
  return 0;
}

/** The same in words, for somebody who is to say yes to it; null where it is no longer kept. */
export async function evidenceLines(
  store: Pick<Store, 'evidence'>,
  state: ReleaseState,
): Promise<readonly string[] | null> {
  const document = state.evidence === null ? null : await store.evidence(state.evidence.digest);
  return state.evidence === null || document === null ? null : inWords(state, state.evidence, document);
}

function notYet({ id }: ReleaseState): ExitCode {
  process.stderr.write(`Of ${id} no evidence was gathered.\n`);
  return 1;
}

function gone({ digest }: Bound): ExitCode {
  process.stderr.write(`The document is no longer kept. Its digest was ${digest}, which the audit log has.\n`);
  return 1;
}

function inWords(state: ReleaseState, bound: Bound, document: Evidence): readonly string[] {
  const { candidate, champion } = document;
  return [
    `${state.kind} ${clean(document.model)} v${candidate.version} → ${clean(document.environment)}  (${state.id}, ${state.phase})`,
    `evidence  ${bound.digest}`,
    `gathered  ${moment(bound.at)}`,
    `policy    ${document.policy}`,
    '',
    ...part('Candidate', [
      `${clean(candidate.registry)}: ${clean(candidate.name)} v${candidate.version}`,
      `files      ${candidate.artifacts}`,
      `run        ${known(candidate.run)}`,
      `commit     ${known(candidate.commit)}`,
      `schema     ${known(candidate.schema)}`,
      `description  ${clean(candidate.description) || 'none'}`,
    ]),
    ...part('Live then', [champion === null ? 'nothing' : `v${champion.version}`]),
    ...part('Gates', bound.findings.verdicts.map(verdictLine)),
    ...part('Accepted', state.accepted.map(accepted)),
    ...part('Metrics', metricLines(document)),
    ...part(
      'Data',
      candidate.datasets.map(({ name, digest, context }) =>
        `${clean(name)}  ${clean(digest)}  ${clean(context ?? '')}`.trimEnd(),
      ),
    ),
    ...part('Parameters', pairs(candidate.params)),
    ...part('Tags', pairs(candidate.tags)),
    ...part('Environment', environmentLines(candidate.environment)),
    ...part('Approvals', approvalLines(state, bound)),
    `signalbox evidence ${state.id} --json | sha256sum   writes the same digest.`,
  ];
}

function part(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [heading, ...lines.map((line) => `  ${line}`), ''];
}

function known(text: string | null): string {
  return text === null ? 'unknown' : clean(text);
}

function pairs(all: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(all).map(([name, value]) => `${clean(name)} = ${clean(value)}`);
}

function verdictLine({ gate, status, mode, reason }: Verdict): string {
  return `${status}${mode === 'warn' ? ' (warns)' : ''}  ${clean(gate)}  ${clean(reason)}`;
}

function accepted({ person, at, gates, reason }: ReleaseState['accepted'][number]): string {
  return `${gates.map(clean).join(', ')}  by ${person}, ${moment(at)}: ${clean(reason)}`;
}

function metricLines({ candidate, champion }: Evidence): readonly string[] {
  return candidate.metrics.map(({ name, value, dataset }) => {
    const before = champion?.metrics.find((one) => one.name === name && one.dataset?.digest === dataset?.digest);
    const on = dataset === null ? '' : ` on ${clean(dataset.name)} (${clean(dataset.digest)})`;
    return `${clean(name)}${on}  ${numberText(value, 17)}${before === undefined ? '' : `  was ${numberText(before.value, 17)}`}`;
  });
}

function environmentLines(environment: Evidence['candidate']['environment']): readonly string[] {
  if (environment == null) return [];
  const pins = Object.entries(environment.requirements).map(([name, version]) => `${name} ${version ?? '(any)'}`);
  return [...(environment.python === null ? [] : [`python ${environment.python}`]), ...pins].map(clean);
}

function approvalLines({ approvals, opened }: ReleaseState, { requirements }: Bound): readonly string[] {
  const needed = requirements.automatic
    ? ['automatic: the rules ask for nobody']
    : requirements.rules.map(
        ({ from, min, required }) => `needs ${min} of ${from.map(clean).join(' or ')}${required ? ', required' : ''}`,
      );
  const excluded = requirements.excluded.map(({ person, why }) => `cannot count: ${person} (${why})`);
  const given = approvals.map(({ person, at, groups, note, checked }) =>
    [
      `${person} for ${groups.map(clean).join(', ') || 'nobody'}, ${moment(at)}`,
      ...(note === null ? [] : [`“${clean(note)}”`]),
      ...checked.map((box) => `[x] ${clean(box)}`),
    ].join('  '),
  );
  const via = opened.via === null ? '' : ` via ${clean(opened.via)}`;
  return [`asked by ${actor(opened.by)}${via}, ${moment(opened.at)}`, ...needed, ...excluded, ...given];
}
