import { z } from 'zod';
import { automatable } from '../release/incident/guards.ts';
import { SignalKind } from '../release/incident/signal.ts';
import { Duration } from './duration.ts';
import { OneOrMore, Principals } from './people-schema.ts';
import { Remind } from './review-schema.ts';
import { code, mapping } from './words.ts';

const kindWords = `not a kind of alert. Write one of ${SignalKind.options.map(code).join(', ')}.`;

/** What is wrong with what is live. */
export const Kind = z.enum(SignalKind.options, kindWords);

const ofWords = 'neither kinds nor `none`. Write `[errors, latency]`, or `none`.';
const Kinds = z.union(
  [z.literal('none').transform((): SignalKind[] => []), z.array(Kind).min(1, `empty. ${ofWords.split('. ')[1]}`)],
  ofWords,
);

const mayAutomate = automatable.map(code).join(', ');
const neverWords = `no reason for which anything may go back by itself. Write of ${mayAutomate}: going back does not help against the others.`;
const Automates = z
  .array(z.enum(automatable, neverWords), 'not a list of kinds. Write `[errors]`.')
  .min(1, 'empty. Write `[errors]`, or leave it out.');

const countdownWords = 'not a countdown. Write one from 10s to 10m: people need the time to press Cancel.';
const Countdown = Duration.pipe(z.number().min(10_000, countdownWords).max(600_000, countdownWords));

const watchWords = 'neither a time nor a watch. Write `30m`, or `{ for: 30m, of: [errors, latency] }`.';

const WatchFields = mapping(
  {
    for: Duration.optional(),
    of: Kinds.optional(),
    'on-breach': z.enum(['ask', 'auto-rollback'], 'not a choice. Write `ask` or `auto-rollback`.').optional(),
    automates: Automates.optional(),
    countdown: Countdown.optional(),
  },
  watchWords,
);
type WatchFields = z.output<typeof WatchFields>;

/** How long a version is watched once it is live, what holds it meanwhile, and what happens then. A time alone is how long. */
export const Watch = z.union([Duration.transform((span): WatchFields => ({ for: span })), WatchFields], watchWords);

const linkWords =
  'not an address to link to. Write `https://wiki.example/{model}`; `{model}` and `{environment}` are filled in, and nothing else.';

const Link = z
  .string(linkWords)
  .max(500, linkWords)
  .refine((text) => {
    const link = text.replaceAll(/\{(model|environment)\}/g, 'x');
    const url = URL.parse(link);
    return url !== null && /^https?:$/.test(url.protocol) && !(url.username || url.password) && !/[{}]/.test(link);
  }, linkWords);

/** Where people find what they need once something is wrong. */
export const Links = mapping(
  { runbook: Link.optional(), dashboard: Link.optional(), ticket: Link.optional() },
  'not links. Write `{ runbook: "https://wiki.example/churn" }`.',
);

/** Who hears of an alert, when again, and who may answer it. */
export const OnAlert = mapping(
  { tell: OneOrMore.optional(), second: OneOrMore.optional(), remind: Remind.optional(), may: Principals.optional() },
  'not who hears of alerts. Write `{ tell: ["@ml-oncall"], second: [platform], remind: [15m, 30m] }`.',
);
