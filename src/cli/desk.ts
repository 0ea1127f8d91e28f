import type { SlackToolConfig } from '../config.ts';
import { ReleaseError } from '../errors.ts';
import { jsonLog } from '../log.ts';
import { connectOutsiders } from '../main/outsiders.ts';
import { connectRegistries } from '../main/registries.ts';
import { type ActivePolicy, followPolicy } from '../policy/active.ts';
import type { Policy } from '../policy/parse.ts';
import type { Inbox } from '../ports-store.ts';
import { sharedCache } from '../registries/manifest-cache.ts';
import type { Deps } from '../release-service/deps.ts';
import type { Database } from '../store/database.ts';
import { redisDue } from '../store/due.ts';
import { redisInbox } from '../store/inbox.ts';
import { redisPolicyBook } from '../store/policy-book.ts';
import { redisPostBook } from '../store/post-book.ts';
import { redisStore } from '../store/store.ts';
import { redisTextCache } from '../store/text-cache.ts';
import { aboutOne, keptHere, nobodyToAsk, slackPeople, textBook, withoutPeople } from './desk-parts.ts';
import { noLog } from './no-log.ts';

/** What a command stands on that judges: what servers judge with, as far as it is at hand. */
export interface Desk extends Deps {
  /** The policy as it is written; in `policies` nobody is asked for approval where Slack is not asked who is who. */
  readonly written: ActivePolicy;
  readonly slack: 'asked' | 'not-asked';
}

/** The same for a command that asks for something: there is a log, and Slack is asked. */
export interface ActingDesk extends Deps {
  readonly inbox: Inbox;
  /** Whom the policy names behind an identity. */
  readonly people: Policy['people'];
}

/** Where a desk gets its things from. */
export interface DeskOptions {
  /** The log; null where none is read. */
  readonly db: Database | null;
  /** A policy to judge with in place of the active one. */
  readonly policyText: string | null;
  /** Null where Slack is not asked who is who. */
  readonly slack: SlackToolConfig | null;
  /** The model that it is about: secrets of other models need not be at hand. Null for all. */
  readonly model: string | null;
  /** Who tells who is who; left out, Slack has to answer. */
  readonly people?: typeof slackPeople;
}

/** Puts a desk together. Registries and everybody else outside are connected when they are asked first. */
export async function deskOf({ db, policyText, slack, model, people = slackPeople }: DeskOptions): Promise<Desk> {
  const log = jsonLog({ level: 'silent' });
  const clock = Date.now;
  const texts = db === null ? keptHere() : redisTextCache(db);
  const written = await policyFor(db, policyText);
  const policy = model === null ? written.document() : aboutOne(written.document(), model);
  const registries = once(() => {
    const connected = connectRegistries({ policy, hookSecrets: [], cache: sharedCache(texts), log });
    return new Map([...connected].map(([name, { registry }]) => [name, registry]));
  });
  const outsiders = once(() => connectOutsiders({ policy, texts, clock, log }));
  return {
    ...(db === null ? { ...noLog(), past: 'unknown' } : logIn(db)),
    written,
    policies: slack === null ? withoutPeople(written) : written,
    slack: slack === null ? 'not-asked' : 'asked',
    directory:
      slack === null
        ? nobodyToAsk
        : await people({ token: slack.SLACK_BOT_TOKEN, apiUrl: slack.SLACK_API_URL }, written, log),
    get registries() {
      return registries();
    },
    get outsiders() {
      return outsiders();
    },
    clock,
    log,
  };
}

/** The same with a door to come in by. */
export async function actingDesk(
  db: Database,
  slack: SlackToolConfig,
  model: string | null,
  people = slackPeople,
): Promise<ActingDesk> {
  const desk = await deskOf({ db, policyText: null, slack, model, people });
  return Object.assign(desk, { inbox: redisInbox(db), people: desk.written.document().people });
}

function logIn(db: Database): Pick<Deps, 'store' | 'due' | 'posts'> {
  return { store: redisStore(db), due: redisDue(db), posts: redisPostBook(db) };
}

async function policyFor(db: Database | null, text: string | null): Promise<ActivePolicy> {
  const book = text === null ? db && redisPolicyBook(db) : textBook(text);
  if (book === null || (await book.active()) === null)
    throw new ReleaseError('config_invalid', {
      problems: ['There is no active policy yet. Start Signalbox once, or set SIGNALBOX_POLICY to a policy file.'],
    });
  return followPolicy(book);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
