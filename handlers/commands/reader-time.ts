import type { HandlerDeps } from '../deps.ts';
import { slackFailure } from '../slack-failure.ts';
import type { Problem } from './misunderstood.ts';
import { resolveLast, resolveWhen } from './resolve-when.ts';
import type { When } from './when.ts';

const withinMs = 1_500;

/** The moment until which something was asked for, in the zone of the person who typed it; or what is wrong with it. */
export async function untilOf(deps: HandlerDeps, person: string, when: When): Promise<number | Problem> {
  const zone = await zoneFor(deps, person, when);
  const at = zone === null ? null : resolveWhen(when, deps.clock(), zone);
  if (at === null) return { kind: 'zone-unknown' };
  return at > deps.clock()
    ? at
    : { kind: 'time-past', asked: new Date(at).toISOString().slice(0, 16).replace('T', ' ').concat(' UTC') };
}

/** The moment in the past that was asked about: of a day, its end; never later than now. */
export async function momentOf(deps: HandlerDeps, person: string, when: When): Promise<number | Problem> {
  const zone = await zoneFor(deps, person, when);
  const at = zone === null ? null : resolveLast(when, deps.clock(), zone);
  return at === null ? { kind: 'zone-unknown' } : Math.min(at, deps.clock());
}

/** Slack is asked only where the zone matters, and not waited for: the command has still to be acknowledged. */
async function zoneFor({ directory }: HandlerDeps, person: string, when: When): Promise<string | null> {
  if (when.kind === 'after' || when.zone !== null) return 'UTC';
  const late = new Promise<null>((resolve) => setTimeout(resolve, withinMs, null).unref());
  return Promise.race([zoneOrNull(directory, person), late]);
}

async function zoneOrNull(directory: HandlerDeps['directory'], person: string): Promise<string | null> {
  try {
    return await directory.zone(person);
  } catch (error) {
    slackFailure(error);
    return null;
  }
}
