import { judgedGates, weighedGates } from '../../src/gates/judge.ts';
import { noMachinery } from '../../src/no-machinery.ts';
import type { GitHost, OutsideChecks, Outsiders } from '../../src/ports-outside.ts';
import type { VersionFacts } from '../../src/release/evidence.ts';
import { ReleaseId } from '../../src/release/ids.ts';
import type { Deps } from '../../src/release-service/deps.ts';
import { judged } from '../../src/release-service/judged.ts';
import type { Judging } from '../../src/release-service/judging.ts';
import { facts, withRun } from '../evidence/facts.ts';
import { virtualClock } from '../fakes/clock.ts';
import { emptyWorkspace, fakeDirectory } from '../fakes/directory.ts';
import { memoryDue } from '../fakes/due.ts';
import { silent } from '../fakes/log.ts';
import { emptyMemory } from '../fakes/memory.ts';
import { outsidersOf } from '../fakes/outsiders.ts';
import { policiesOf } from '../fakes/policies.ts';
import { memoryPosts } from '../fakes/posts.ts';
import { fakeRegistry, fakeServer, logRun } from '../fakes/registry.ts';
import { memoryStore } from '../fakes/store.ts';

/** The release that judging is asked for. */
export const release = ReleaseId.parse('r-0000000000');

interface Played {
  readonly gates: readonly string[];
  readonly git?: Partial<GitHost>;
  readonly checks?: OutsideChecks;
  readonly candidate?: VersionFacts;
  readonly champion?: VersionFacts | null;
  readonly judging?: Partial<Judging>;
}

/** A candidate of the repository acme/churn is judged by these gates; whatever is asked of others is written down. */
export function judging({
  gates,
  git = {},
  checks,
  candidate = ofRepository(),
  champion = null,
  judging: over,
}: Played) {
  const clock = virtualClock();
  const asked: string[] = [];
  const host: GitHost = { checks: async () => null, reachable: async () => null, between: async () => null, ...git };
  const outsiders = noted(outsidersOf({ git: host, ...(checks === undefined ? {} : { checks }) }), asked);
  const server = fakeServer('one');
  if (candidate.run !== null)
    logRun(server, candidate.run.id, { artifacts: { 'errors.csv': 'a' }, experiment: 'growth/churn' });
  const registry = fakeRegistry('main', server, clock.now);
  const source = {
    ...registry,
    runArtifacts: noting(asked, 'runArtifacts', registry.runArtifacts),
    experimentOf: noting(asked, 'experimentOf', registry.experimentOf),
  };
  const policies = policiesOf(policyWith(gates));
  const [policy] = policies.lanes();
  if (policy === undefined) throw new Error('no lane');
  const deps: Deps = {
    store: memoryStore(emptyMemory()),
    due: memoryDue(emptyMemory()),
    posts: memoryPosts(clock.now),
    policies,
    directory: fakeDirectory(emptyWorkspace(), clock.now),
    registries: new Map([['main', source]]),
    outsiders,
    clock: clock.now,
    log: silent,
  };
  const asking: Judging = {
    kind: 'promotion',
    policy,
    candidate,
    champion,
    source,
    release,
    numbered: 'source',
    fresh: 'cached',
    outage: 'delays',
    ...over,
  };
  const weighed = weighedGates(policy.gates);
  return {
    asked,
    clock,
    gates: judgedGates(weighed),
    judge: () => judged(deps, weighed, asking, { deadline: clock.now() + 60_000 }),
  };
}

/** A version that was trained from acme/churn at this commit. */
export function ofRepository(commit = 'c0ffee0', change: Partial<VersionFacts> = {}): VersionFacts {
  return withRun({ commit, repository: 'git@github.com:acme/churn.git' }, facts(change));
}

function noted(outsiders: Outsiders, asked: string[]): Outsiders {
  return {
    git: (fresh) => {
      const host = outsiders.git(fresh);
      return {
        checks: noting(asked, `checks ${fresh}`, host.checks),
        reachable: noting(asked, `reachable ${fresh}`, host.reachable),
        between: noting(asked, `between ${fresh}`, host.between),
      };
    },
    checks: (fresh) => ({ ask: noting(asked, `ask ${fresh}`, outsiders.checks(fresh).ask) }),
    secret: outsiders.secret,
    ...noMachinery,
  };
}

function noting<A extends readonly unknown[], R>(asked: string[], name: string, work: (...args: A) => R) {
  return (...args: A): R => {
    asked.push(name);
    return work(...args);
  };
}

function policyWith(gates: readonly string[]): string {
  return `
admin: C0ADMIN
environments:
  production: { registry: main, channel: C0PROD, approvals: none }
registries:
  main: { kind: mlflow, url: "http://127.0.0.1:5000" }
models:
  churn:
    owner: U0ADA
    path: [production]
    gates:
${gates.map((gate) => `      - ${gate}`).join('\n')}
`;
}
