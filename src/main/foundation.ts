import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Redis } from 'ioredis';
import type { Config } from '../config.ts';
import { type Metrics, metrics } from '../metrics.ts';
import { type ActivePolicy, followPolicy, proposePolicy } from '../policy/active.ts';
import type { Clock, Log } from '../ports.ts';
import type { Due, Inbox, PolicyBook, PostBook, RegistryBook, Store, Tokens } from '../ports-store.ts';
import { CommandId } from '../release/ids.ts';
import { policyStream } from '../release/stream.ts';
import { backlog } from '../store/backlog.ts';
import { openRedis, reading } from '../store/connection.ts';
import { type Database, database } from '../store/database.ts';
import { redisDue } from '../store/due.ts';
import { redisInbox } from '../store/inbox.ts';
import { redisPolicyBook } from '../store/policy-book.ts';
import { redisPostBook } from '../store/post-book.ts';
import { redisRegistryBook } from '../store/registry-book.ts';
import { redisStore } from '../store/store.ts';
import { redisTokens } from '../store/tokens.ts';
import { version } from './version.ts';
import { whenItAnswers } from './when-it-answers.ts';

/** What every role stands on: the store, the policy, clock, log and metrics. */
export interface Foundation {
  readonly config: Config;
  readonly redis: Redis;
  readonly db: Database;
  readonly store: Store;
  readonly due: Due;
  readonly inbox: Inbox;
  readonly posts: PostBook;
  readonly tokens: Tokens;
  readonly registryBook: RegistryBook;
  readonly policyBook: PolicyBook;
  readonly policies: ActivePolicy;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
  /** This process, as it signs leases. */
  readonly worker: string;
  readonly newId: () => string;
}

/** Opens the store and makes the file's policy the active one, unless a newer one is. */
export async function foundation(config: Config, policyText: string, log: Log): Promise<Foundation> {
  const clock: Clock = Date.now;
  const redis = openRedis(config.REDIS_URL);
  await whenItAnswers('Redis', log, () => reading(redis, () => redis.ping()));
  const db = database(redis, { replicas: config.REDIS_REPLICAS });
  const store = redisStore(db);
  const policyBook = redisPolicyBook(db);
  await activate({ store, policyBook, clock }, log, policyText);
  return {
    config,
    redis,
    db,
    store,
    due: redisDue(db),
    inbox: redisInbox(db),
    posts: redisPostBook(db),
    tokens: redisTokens(db),
    registryBook: redisRegistryBook(db),
    policyBook,
    policies: await followPolicy(policyBook),
    metrics: metrics({ clock, backlog: () => backlog(db, clock()), version, role: config.SIGNALBOX_ROLE }),
    clock,
    log,
    worker: `${hostname()}:${process.pid}:${newId()}`,
    newId,
  };
}

function newId(): string {
  return randomBytes(9).toString('base64url');
}

interface Activating {
  readonly store: Store;
  readonly policyBook: PolicyBook;
  readonly clock: Clock;
}

/** Proposes the file, which said `before` when it was taken last; the log keeps every policy that was ever active, and who decided under which number. */
export async function activate(
  { store, policyBook: book, clock }: Activating,
  log: Log,
  text: string,
  before: string | null = null,
): Promise<void> {
  const entries = await store.load(policyStream);
  const known = entries.flatMap(({ event }) => (event.kind === 'policy-activated' ? [event] : []));
  const proposal = await proposePolicy(book, text, new Set(known.map((one) => one.digest)), before);
  if (proposal.kind === 'older') {
    log.warn({ active: proposal.number }, 'the policy file is older than the active policy, which is followed instead');
    return;
  }
  const active = await book.active();
  if (active === null || known.some((one) => one.number === active.number)) return;
  const { number, digest } = active;
  await store.append({
    command: CommandId.parse(`policy:${number}`),
    by: { kind: 'signalbox', rule: 'policy-file' },
    at: clock(),
    policy: number,
    appends: [
      { stream: policyStream, expected: entries.length, events: [{ kind: 'policy-activated', v: 1, number, digest }] },
    ],
    basedOn: [],
  });
  log.info({ number, digest }, 'policy activated');
}
