import type { Clock, Registry } from '../ports.ts';
import type { Backlog } from '../ports-meters.ts';
import { kept } from './kept.ts';
import { bad, type Check, type Finding, good } from './readiness.ts';

/** What the checks ask of the rest of the process. Each may reject: that is an answer, too. */
export interface Asked {
  readonly clock: Clock;
  /** Everything wrong with how Redis is set up, in words. */
  readonly redisProblems: () => Promise<readonly string[]>;
  /** Redis' own time, milliseconds since 1970. */
  readonly redisTime: () => Promise<number>;
  readonly backlog: () => Promise<Backlog>;
  /** The number of the policy that this process follows. */
  readonly policyHere: () => number;
  /** Slack's `auth.test`: the names of workspace and bot. */
  readonly slack: () => Promise<{ readonly team: string; readonly user: string }>;
  readonly registries: () => ReadonlyMap<string, Pick<Registry, 'probe'>>;
}

const mostSkewMs = 2_000;
const mostWaitMs = 60_000;
const slackEveryMs = 60_000;
const registryEveryMs = 30_000;
const probeMs = 2_500;

/** Every check there is, as the active policy has its registries. Redis and the clock are needed; all else only delays. */
export function checks(asked: Asked): () => readonly Check[] {
  const fixed: readonly Check[] = [
    { name: 'redis', need: 'needed', run: () => redis(asked) },
    { name: 'clock', need: 'needed', run: () => time(asked) },
    { name: 'policy', need: 'useful', run: () => policy(asked) },
    { name: 'backlog', need: 'useful', run: () => backlog(asked) },
    kept({ name: 'slack', need: 'useful', run: () => slack(asked) }, asked.clock, slackEveryMs),
  ];
  const known = new Map<string, Check>();
  const ofRegistry = (name: string): Check => {
    const check = known.get(name) ?? kept(registry(asked, name), asked.clock, registryEveryMs);
    known.set(name, check);
    return check;
  };
  return () => [...fixed, ...[...asked.registries().keys()].map(ofRegistry)];
}

async function redis({ redisProblems }: Asked): Promise<Finding> {
  const problems = await redisProblems();
  return problems.length > 0 ? bad(problems.join(' ')) : good('Redis answers and keeps what it is told.');
}

/** Leases and due times are compared between processes, so their clocks must agree. */
async function time({ clock, redisTime }: Asked): Promise<Finding> {
  const before = clock();
  const there = await redisTime();
  const off = Math.round(Math.abs(there - (before + clock()) / 2));
  if (off <= mostSkewMs) return good(`This clock and Redis' are ${off} ms apart.`);
  return bad(`This clock and Redis' are ${off} ms apart, more than ${mostSkewMs}. Let both follow a time server.`);
}

async function policy({ backlog, policyHere }: Asked): Promise<Finding> {
  const active = (await backlog()).policy;
  const here = policyHere();
  if (active === here) return good(`Policy ${active} is active.`);
  return bad(
    `Policy ${active} is active, and this process follows ${here}. It catches up within five seconds, unless its log says why it cannot.`,
  );
}

async function backlog({ backlog, clock }: Asked): Promise<Finding> {
  const { look, show, inbox } = await backlog();
  const waits = Object.entries({ look, show, inbox }).map(([name, { oldest, count }]) => ({
    age: oldest === null ? 0 : clock() - oldest,
    words: `${name} ${count}`,
  }));
  const words = waits.map((wait) => wait.words).join(', ');
  const oldest = Math.max(...waits.map((wait) => wait.age));
  if (oldest <= mostWaitMs) return good(`Waiting: ${words}.`);
  return bad(`Waiting: ${words}; the oldest for ${Math.round(oldest / 1_000)} s. Is a worker running?`);
}

async function slack({ slack }: Asked): Promise<Finding> {
  const { team, user } = await slack();
  return good(`Signed in to ${team} as ${user}.`);
}

function registry({ registries, clock }: Asked, name: string): Check {
  return {
    name: `registry ${name}`,
    need: 'useful',
    async run() {
      const probe = await registries()
        .get(name)
        ?.probe({ deadline: clock() + probeMs });
      return good(probe === undefined ? 'The policy no longer names it.' : `It answers, version ${probe.version}.`);
    },
  };
}
