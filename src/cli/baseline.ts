import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { RegisteredModel } from '../ports.ts';
import { CommandId, type LaneKey, type PersonId, type Version } from '../release/ids.ts';
import { emptyLane } from '../release/lane.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { LaneState } from '../release/lane-state.ts';
import { registryOf } from '../release-service/registry-of.ts';
import { atDesk, carryOut, personNamed, replyText } from './acting.ts';
import { table } from './check-words.ts';
import type { ActingDesk } from './desk.ts';
import { type ExitCode, print, usageError } from './verb.ts';
import { clean, moment } from './words.ts';

/** `baseline`: what is live and nobody has vouched for; with names, somebody does. */
export async function nameBaselines(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { by: { type: 'string' } },
  });
  if (positionals.length > 0 && values.by === undefined)
    return usageError('Say who vouches for them: --by U0PAT, or an e-mail.');
  return atDesk(null, (desk) => baselineAt(desk, positionals, values.by ?? ''));
}

/** The same at a desk. */
export async function baselineAt(desk: ActingDesk, names: readonly string[], by: string): Promise<ExitCode> {
  const open = await untrusted(desk);
  if (names.length === 0) return listed(open);
  const person = await personNamed(desk, by);
  if (person.kind === 'nobody') return usageError(person.words);
  const lanes = names.flatMap((name) => open.filter(({ policy }) => isMeant(name, policy)));
  const none = names.filter((name) => !open.some(({ policy }) => isMeant(name, policy)));
  for (const name of none) print(`${clean(name)}: nothing is live there that nobody has vouched for.`);
  const results: boolean[] = [];
  for (const lane of lanes) results.push(await trusted(desk, lane, person.id));
  return none.length > 0 || results.includes(false) ? 1 : 0;
}

/** What is live in one lane, and why it is not trusted yet. */
interface Untrusted {
  readonly policy: LanePolicy;
  readonly version: Version;
  readonly why: string;
}

async function untrusted(desk: ActingDesk): Promise<readonly Untrusted[]> {
  const policies = desk.policies.lanes();
  const registries = [...new Set(policies.map(({ registry }) => registry))];
  const [states, ...scans] = await Promise.all([
    desk.store.lanes(),
    ...registries.map((registry) => aliasesIn(desk, registry)),
  ]);
  const live = new Map(registries.map((registry, at) => [registry, scans[at]]));
  return policies.flatMap((policy) => {
    const version = live.get(policy.registry)?.get(policy.registeredName)?.get(policy.alias);
    const why = version === undefined ? null : whyNot(states.get(policy.lane) ?? emptyLane(policy.lane), version);
    return version === undefined || why === null ? [] : [{ policy, version, why }];
  });
}

const scanMs = 120_000;

async function aliasesIn(
  { registries, clock }: ActingDesk,
  registry: string,
): Promise<ReadonlyMap<string, RegisteredModel['aliases']>> {
  const models = await registryOf(registries, registry).scan({ deadline: clock() + scanMs });
  return new Map(models.map(({ name, aliases }) => [name, aliases]));
}

/** Null where the log knows how it came to be live, or somebody vouched for it. */
function whyNot({ since, live, holder }: LaneState, version: Version): string | null {
  if (since === null) return 'Signalbox has not looked here yet';
  if (live?.version === version)
    return live.standing === 'outside' ? `moved outside Signalbox, ${moment(live.since)}` : null;
  return holder === null ? 'moved just now; the log does not know it yet' : null;
}

function listed(open: readonly Untrusted[]): ExitCode {
  if (open.length === 0) print('Everything that is live came through Signalbox, or somebody vouched for it.');
  else print(...table(open.map(({ policy, version, why }) => [laneName(policy), `v${version}`, why])));
  return 0;
}

async function trusted(desk: ActingDesk, { policy, version }: Untrusted, by: PersonId): Promise<boolean> {
  const { model, environment } = policy;
  const reply = await carryOut(desk, {
    id: CommandId.parse(`baseline:${randomUUID()}`),
    at: desk.clock(),
    by: { kind: 'person', id: by },
    where: null,
    request: { kind: 'trust-baseline', model, environment, version },
  });
  print(`${laneName(policy)}: ${replyText(reply)}`);
  return reply.outcome.kind === 'answer';
}

function laneName({ lane }: { readonly lane: LaneKey }): string {
  return clean(lane);
}

function isMeant(name: string, { model, lane }: LanePolicy): boolean {
  return name === model || name === lane;
}
