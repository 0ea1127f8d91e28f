import fc from 'fast-check';
import type { Request } from '../../src/release/command.ts';
import { type PersonId, shortDigest, type Version } from '../../src/release/ids.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { register } from '../fakes/registry.ts';
import { clicked } from './hands.ts';
import { people } from './policy.ts';
import { wrongStarts } from './review-checker.ts';
import { type Changing, changingPolicy, type Variant } from './review-policy.ts';
import { settle } from './settle.ts';
import { newWorld, type Running, start, type World } from './world.ts';

const hour = 3_600_000;
const anybody = [people.ann, people.bob, people.pat, people.pia, people.one, people.own, people.guest, people.out];

/** What somebody does next. */
export type Act =
  | { readonly do: 'approve' | 'accept'; readonly who: PersonId; readonly carefully: boolean }
  | { readonly do: 'take-back' | 'leave' | 'return' | 'join-platform' | 'leave-platform'; readonly who: PersonId }
  | { readonly do: 'policy'; readonly to: number }
  | { readonly do: 'pause'; readonly scope: string; readonly ms: number | null }
  | { readonly do: 'resume'; readonly scope: string }
  | { readonly do: 'measure'; readonly auc: number; readonly data: string }
  | { readonly do: 'edit'; readonly words: string }
  | { readonly do: 'ask' }
  | { readonly do: 'wait'; readonly ms: number };

const who = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(people.ann, people.bob, people.pat, people.pia) },
  { weight: 1, arbitrary: fc.constantFrom(...anybody) },
);
const scope = fc.constantFrom('production', 'churn', 'churn/production');
const carefully = fc.constantFrom(true, true, true, false);
const hours = fc.constantFrom(0, 0, 3 * 60_000, 3 * 60_000, 3 * 60_000, 9 * hour, 50 * hour);

const acts: readonly (readonly [weight: number, act: fc.Arbitrary<Act>])[] = [
  [16, fc.record({ do: fc.constant('approve'), who, carefully })],
  [7, fc.record({ do: fc.constant('accept'), who, carefully })],
  [4, fc.record({ do: fc.constant('take-back'), who })],
  [2, fc.record({ do: fc.constantFrom('leave', 'return'), who })],
  [2, fc.record({ do: fc.constantFrom('join-platform', 'leave-platform'), who })],
  [1, fc.record({ do: fc.constant('policy'), to: fc.nat(5) })],
  [1, fc.record({ do: fc.constant('pause'), scope, ms: fc.constantFrom(null, hour, 30 * hour) })],
  [2, fc.record({ do: fc.constant('resume'), scope })],
  [
    1,
    fc.record({
      do: fc.constant('measure'),
      auc: fc.constantFrom(0.7, 0.9, 0.9, 0.95),
      data: fc.constantFrom('same', 'other', 'other'),
    }),
  ],
  [1, fc.record({ do: fc.constant('edit'), words: fc.constantFrom('a', 'b') })],
  [1, fc.record({ do: fc.constant('ask') })],
  [8, fc.record({ do: fc.constant('wait'), ms: hours })],
];
const act = fc.oneof(...acts.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** A review, from the request on, that anything may happen to. */
export const anyReview = fc.record({
  author: fc.constantFrom('root', 'ann@corp.example', 'bob@corp.example', 'who@corp.example'),
  policy: fc.constantFrom(0, 1, 2, 3, 3, 3, 4, 5),
  auc: fc.constantFrom(0.9, 0.9, 0.7),
  acts: fc.array(act, { minLength: 4, maxLength: 60, size: 'max' }),
});

export interface Review {
  readonly author: string;
  readonly policy: number;
  readonly auc: number;
  readonly acts: readonly Act[];
}

/** What the people of this run said about what may move: kept apart from the log. */
export interface Company {
  readonly world: World;
  readonly policy: Changing;
  readonly author: string;
  readonly pauses: Map<string, number | null>;
}

export interface Told {
  readonly wrong: readonly string[];
  readonly company: Company;
}

/** Plays it, and judges every execution at the moment at which it starts. */
export async function reviewed({ author, policy: first, auc, acts }: Review): Promise<Told> {
  const policy = changingPolicy();
  policy.change(first);
  const world = newWorld(policy);
  world.workspace.emails.set('pia@corp.example', people.pia);
  world.workspace.emails.set('bob@corp.example', people.bob);
  const company: Company = { world, policy, author, pauses: new Map() };
  const running = start(world);
  const candidate = registered(company, auc);
  const wrong: string[] = [];
  await ask(company, running, people.own, wanted(candidate));
  for (const next of [{ do: 'wait' as const, ms: 0 }, ...acts]) {
    const before = world.memory.chain.length;
    world.trace.push(JSON.stringify(next));
    await carry(company, running, candidate, next);
    wrong.push(...wrongStarts(company, before));
    if (wrong.length > 0) break;
  }
  return { wrong, company };
}

function registered({ world, author }: Company, auc: number): Version {
  const { staging, production } = world.servers;
  const made = { at: world.clock.now(), files: { 'model.pkl': 'new', MLmodel: 'flavors: {}' } };
  const run = {
    id: 'run-1',
    status: 'finished' as const,
    startedAt: null,
    endedAt: null,
    commit: null,
    commitAuthor: null,
    branch: null,
    repository: null,
    dirty: false,
    tags: {},
    url: null,
  };
  register(production, 'churn', { ...made, files: { 'model.pkl': 'old' }, metrics: [measured(0.85, 'same')] });
  production.models
    .get('churn')
    ?.aliases.set('champion', [...(production.models.get('churn')?.versions.keys() ?? [])][0] ?? fail());
  return register(staging, 'churn', { ...made, metrics: [measured(auc, 'other')], run: { ...run, user: author } });
}

function measured(value: number, data: string) {
  return { name: 'auc', value, dataset: { name: data, digest: `digest of ${data}` } };
}

function wanted(version: Version): Request {
  return {
    kind: 'promote',
    model: 'churn',
    version: { kind: 'number', version },
    environment: 'production',
    reason: 'better',
  };
}

async function ask({ world }: Company, { releases }: Running, by: PersonId, request: Request) {
  const { outcome } = await releases.handle(clicked(world, by, request));
  const said = outcome.kind === 'answer' ? outcome.answer.kind : outcome.refusal.kind;
  world.trace.push(`${by} ${request.kind}: ${said}`);
  return outcome.kind;
}

async function carry(company: Company, running: Running, candidate: Version, next: Act): Promise<void> {
  const { world, policy } = company;
  switch (next.do) {
    case 'approve':
    case 'accept':
    case 'take-back': {
      const release = [...world.memory.releases.values()].findLast(({ environment }) => environment === 'production');
      const request = release && said(release, next, policy.now());
      if (request) await ask(company, running, next.who, request);
      return;
    }
    case 'policy':
      return policy.change(next.to);
    case 'pause':
      return pause(company, running, next.scope, next.ms);
    case 'resume':
      if ((await ask(company, running, people.own, { kind: 'resume', scope: next.scope, reason: null })) === 'answer')
        resumed(company, next.scope);
      return;
    case 'ask':
      await ask(company, running, people.own, wanted(candidate));
      return;
    case 'wait':
      // Nobody looks for hours: what was due then is late.
      if (next.ms > hour) world.clock.advance(next.ms);
      await settle(world, running, world.clock.now() + Math.min(next.ms, hour));
      return;
    default:
      return outside(world, candidate, next);
  }
}

function said(
  { id, evidence }: ReleaseState,
  { do: what, ...rest }: Extract<Act, { who: PersonId }>,
  variant: Variant,
): Request | undefined {
  if (what === 'take-back') return { kind: 'take-back', release: id };
  if (evidence === null) return undefined;
  const shown = shortDigest(evidence.digest);
  const carefully = 'carefully' in rest && rest.carefully;
  if (what === 'accept')
    return { kind: 'accept-verdicts', release: id, evidence: shown, reason: carefully ? 'new data' : ' ' };
  const checked = carefully ? Object.values(variant.boxes).flat() : [];
  return { kind: 'approve', release: id, evidence: shown, note: null, checked };
}

async function pause(company: Company, running: Running, scope: string, ms: number | null): Promise<void> {
  const until = ms === null ? null : company.world.clock.now() + ms;
  const answer = await ask(company, running, people.own, { kind: 'pause', scope, until, reason: 'stock-taking' });
  if (answer === 'answer') company.pauses.set(scope, until);
}

/** Resuming a lane or a model ends what holds the lane itself, too. */
function resumed({ pauses }: Company, scope: string): void {
  pauses.delete(scope);
  if (scope === 'churn') pauses.delete('churn/production');
}

function outside(world: World, candidate: Version, next: Act): void {
  const { workspace, servers } = world;
  const version = servers.staging.models.get('churn')?.versions.get(candidate);
  const platform = workspace.groups.get('@platform') ?? [];
  if (next.do === 'leave') workspace.standing.set(next.who, 'deactivated');
  if (next.do === 'return' && next.who !== people.guest) workspace.standing.set(next.who, 'member');
  if (next.do === 'join-platform') workspace.groups.set('@platform', [...new Set([...platform, next.who])]);
  if (next.do === 'leave-platform')
    workspace.groups.set(
      '@platform',
      platform.filter((one) => one !== next.who),
    );
  if (next.do === 'edit' && version) version.description = next.words;
  if (next.do === 'measure' && version)
    version.logged = { ...version.logged, metrics: [measured(next.auc, next.data)] };
}

function fail(): never {
  throw new Error('nothing registered');
}
