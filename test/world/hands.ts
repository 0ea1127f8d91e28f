import type { Delivery, Request } from '../../src/release/command.ts';
import type { Actor } from '../../src/release/event.ts';
import { CommandId, type PersonId, ShortDigest, shortDigest, Version } from '../../src/release/ids.ts';
import { endedPhases, type ReleaseState } from '../../src/release/state.ts';
import { register } from '../fakes/registry.ts';
import type { Dice } from './dice.ts';
import { onCall, people, platform, reviewers } from './policy.ts';
import type { World } from './world.ts';

const anybody = Object.values(people);
const voters = [...reviewers, ...platform];

/** What somebody, anybody, might ask next: sensible most of the time, wrong often enough. */
export function anyRequest(world: World, dice: Dice): { readonly by: PersonId; readonly request: Request } | null {
  const by = dice.oneIn(4) ? dice.pick(anybody) : dice.pick(voters);
  const release = anyRelease(world, dice);
  if (by === undefined) return null;
  if (release === undefined || dice.oneIn(6)) return asking(world, dice, by);
  return { by: usual(release, dice) ?? by, request: onRelease(release, dice) };
}

/** Who would do the usual thing with this release. */
function usual(release: ReleaseState, dice: Dice): PersonId | undefined {
  if (release.phase === 'failed') return dice.pick([people.own, onCall]);
  return dice.oneIn(3) ? people.own : undefined;
}

function anyRelease({ memory }: World, dice: Dice): ReleaseState | undefined {
  const all = [...memory.releases.values()];
  const open = all.filter((one) => !endedPhases.includes(one.phase));
  return dice.pick(open.length > 0 && !dice.oneIn(8) ? open : all);
}

function asking(world: World, dice: Dice, by: PersonId): { readonly by: PersonId; readonly request: Request } {
  const environment = dice.pick(['staging', 'production', 'production', null]) ?? null;
  const version = anyVersion(world, dice);
  switch (dice.roll(8)) {
    case 0:
    case 1:
      return { by: onCall, request: rollBack(environment, dice.oneIn(3) ? version : null) };
    case 2:
      return { by, request: rollBack(environment, dice.oneIn(2) ? version : null) };
    case 3:
      return { by: people.own, request: pause(world, dice) };
    case 4:
      return { by: people.own, request: { kind: 'resume', scope: scope(dice), reason: null } };
    default: {
      const wanted = version === null ? null : { kind: 'number' as const, version };
      return {
        by: dice.oneIn(2) ? people.own : by,
        request: { kind: 'promote', model: 'churn', version: wanted, environment, reason: 'better' },
      };
    }
  }
}

function rollBack(environment: string | null, version: Version | null): Request {
  return { kind: 'roll-back', model: 'churn', version, environment, reason: 'it misbehaves' };
}

function pause({ clock }: World, dice: Dice): Request {
  const until = dice.oneIn(3) ? null : clock.now() + 10_000 * (1 + dice.roll(12));
  return { kind: 'pause', scope: scope(dice), until, reason: 'stock-taking' };
}

function scope(dice: Dice): string {
  return dice.pick(['production', 'churn', 'churn/production', 'churn/staging']) ?? 'churn';
}

function anyVersion({ servers }: World, dice: Dice): Version | null {
  const all = [...(servers[dice.oneIn(3) ? 'production' : 'staging'].models.get('churn')?.versions.keys() ?? [])];
  return dice.oneIn(20) ? Version.parse('99') : (dice.pick(all.slice(-4)) ?? null);
}

const elsewhere = ShortDigest.parse('f'.repeat(12));

/** Mostly a yes on what the card shows now; also on something else, and everything else that a card can offer. */
function onRelease(state: ReleaseState, dice: Dice): Request {
  const release = state.id;
  const shown = state.evidence === null || dice.oneIn(12) ? elsewhere : shortDigest(state.evidence.digest);
  const yes: Request = { kind: 'approve', release, evidence: shown, note: null };
  const retry: Request = { kind: 'retry', release };
  const back: Request = { kind: 'put-back', release };
  const abandon: Request = { kind: 'abandon', release, reason: 'given up' };
  if (state.phase === 'failed') return dice.pick([retry, retry, back, back, abandon]) ?? retry;
  const stop: Request = { kind: 'stop', release };
  const no: Request = { kind: 'reject', release, evidence: shown, reason: 'recall is too low' };
  const rare: readonly Request[] = [
    no,
    { kind: 'withdraw', release, reason: null },
    { kind: 'take-back', release },
    { kind: 'check-again', release },
    stop,
    retry,
    back,
    abandon,
  ];
  const seldom: readonly Request[] = state.phase === 'executing' ? [stop] : rare;
  return dice.oneIn(5) ? (dice.pick(seldom) ?? yes) : yes;
}

/** What happens in registries and in Slack without us. */
export function outsiders(world: World, dice: Dice): string {
  const at = dice.pick(['staging', 'production'] as const) ?? 'staging';
  switch (dice.roll(10)) {
    case 0:
    case 1:
      return foreignMove(world, dice, at);
    case 5:
      return dice.oneIn(3) ? removed(world, dice, at) : candidate(world, dice);
    case 2:
      return edited(world, dice, at);
    case 3:
    case 4:
      return leavesOrReturns(world, dice);
    default:
      return candidate(world, dice);
  }
}

const authors = ['root', 'root', 'ann@corp.example', 'who@corp.example', null] as const;

/** Training registers a version, good or bad, and calls it the candidate. */
export function candidate(world: World, dice: Dice): string {
  const { servers, clock } = world;
  const user = dice.pick(authors) ?? null;
  const version = register(servers.staging, 'churn', {
    files: { 'model.pkl': `weights ${dice.roll(1_000)}`, MLmodel: 'flavors: {}' },
    at: clock.now(),
    metrics: [{ name: 'auc', value: dice.oneIn(6) ? 0.5 : 0.9, dataset: null }],
    run: {
      id: `run-${dice.roll(1_000_000)}`,
      status: dice.oneIn(12) ? 'running' : 'finished',
      startedAt: null,
      endedAt: null,
      user,
      commit: dice.oneIn(12) ? null : String(dice.roll(1_000_000)).padStart(40, 'c'),
      commitAuthor: null,
      branch: null,
      repository: null,
      dirty: false,
      tags: {},
      url: null,
    },
  });
  servers.staging.models.get('churn')?.aliases.set('candidate', version);
  hint(world, 'staging', 'candidate', version);
  return `candidate v${version}`;
}

function foreignMove(world: World, dice: Dice, at: 'staging' | 'production'): string {
  const model = world.servers[at].models.get('churn');
  const to = dice.oneIn(6) ? null : (dice.pick([...(model?.versions.keys() ?? [])]) ?? null);
  if (model === undefined || (model.aliases.get('champion') ?? null) === to) return 'nothing moved outside';
  if (to === null) model.aliases.delete('champion');
  else model.aliases.set('champion', to);
  world.outside.push({ server: at, to, tick: world.tick });
  hint(world, at, 'champion', to);
  return `outsider moves champion of ${at} to ${to}`;
}

/** Somebody edits what approvals are bound to. */
function edited({ servers }: World, dice: Dice, at: 'staging' | 'production'): string {
  const version = dice.pick([...(servers[at].models.get('churn')?.versions.values() ?? [])].slice(-2));
  if (version !== undefined) version.description = `words ${dice.roll(3)}`;
  return `description of ${at} v${version?.version} edited`;
}

/** A version is deleted, with every alias that pointed at it. */
function removed({ servers, outside, tick }: World, dice: Dice, at: 'staging' | 'production'): string {
  const model = servers[at].models.get('churn');
  const version = dice.pick([...(model?.versions.keys() ?? [])]);
  if (model === undefined || version === undefined) return 'nothing to delete';
  model.versions.delete(version);
  for (const [alias, to] of [...model.aliases]) {
    if (to !== version) continue;
    model.aliases.delete(alias);
    if (alias === 'champion') outside.push({ server: at, to: null, tick });
  }
  return `v${version} of ${at} deleted`;
}

function leavesOrReturns(world: World, dice: Dice): string {
  const { workspace, memberships, tick } = world;
  const person = dice.pick(voters) ?? people.ann;
  const member = workspace.standing.get(person) !== 'member';
  workspace.standing.set(person, member ? 'member' : 'deactivated');
  memberships.push({ tick, person, member });
  return `${person} ${member ? 'is back' : 'leaves'}`;
}

/** A webhook may tell of it, or not, or twice. */
function hint(world: World, registry: string, alias: string, version: Version | null): void {
  const id = CommandId.parse(`hook:${registry}:${alias}:${version}:${world.ids}`);
  world.ids += 1;
  const by: Actor = { kind: 'registry', name: registry };
  const request: Request = { kind: 'alias-moved', registry, name: 'churn', alias, version };
  world.hints.push({ id, at: world.clock.now(), by, where: null, request });
}

/** A request as it comes from Slack. */
export function clicked(world: World, by: PersonId, request: Request): Delivery {
  world.ids += 1;
  const id = CommandId.parse(`click:${world.ids}`);
  const delivery: Delivery = { id, at: world.clock.now(), by: { kind: 'person', id: by }, where: null, request };
  world.clicks.set(id, delivery);
  return delivery;
}
