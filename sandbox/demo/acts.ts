import { accepted } from './chapters/accepted.ts';
import { adopted, putBack } from './chapters/adopted.ts';
import { atATag } from './chapters/at-a-tag.ts';
import { atOneInstant } from './chapters/at-one-instant.ts';
import { audit } from './chapters/audit.ts';
import { badRelease } from './chapters/bad-release.ts';
import { blocked } from './chapters/blocked.ts';
import { blockedBySchema, blockedBySlice, blockedUndocumented, documentedLines } from './chapters/blocked-by.ts';
import { closed, closedLines } from './chapters/closed.ts';
import { expired, expiredLines } from './chapters/expired.ts';
import { firstRelease } from './chapters/first-release.ts';
import { glassBroken, glassLines } from './chapters/glass-broken.ts';
import { halted } from './chapters/halted.ts';
import { inputShift } from './chapters/input-shift.ts';
import { movedByHand } from './chapters/moved-by-hand.ts';
import { olderEvidence } from './chapters/older-evidence.ts';
import { advised, inMode, observed } from './chapters/only-watched.ts';
import { outsideTheBand } from './chapters/outside-the-band.ts';
import { paused } from './chapters/paused.ts';
import { questions } from './chapters/questions.ts';
import { redisRestarted } from './chapters/redis-restarted.ts';
import { registryDown } from './chapters/registry-down.ts';
import { rejected } from './chapters/rejected.ts';
import { retrained } from './chapters/retrained.ts';
import { rolledBack } from './chapters/rolled-back.ts';
import { slackDown } from './chapters/slack-down.ts';
import { stopped } from './chapters/stopped.ts';
import { churnInDev, throughDev } from './chapters/through-dev.ts';
import { ticked, tickedLines } from './chapters/ticked.ts';
import { trainedThere } from './chapters/trained-there.ts';
import { warned, warnedLines } from './chapters/warned.ts';
import { workerKilled } from './chapters/worker-killed.ts';
import { worse } from './chapters/worse.ts';
import { fraudInDev, fraudStaged, type Given, measuredElsewhere, staged, waiting } from './given.ts';
import type { PolicyModel } from './policy-text.ts';
import type { Tale } from './tale.ts';

/** A part of the story, with a model of its own. */
export type Chapter = {
  readonly name: string;
  readonly slug: string;
  play(tale: Tale): Promise<void>;
  /** How it begins; v1 is live in production, and better than v1 is what is live in staging. */
  readonly given?: Given;
  /** What the policy says of its model, where that is not what it says of churn. */
  readonly lines?: (slowness: number) => readonly string[];
  /** What its model is like besides. */
  readonly policy?: Omit<PolicyModel, 'name' | 'lines'>;
};

const everywhere = ['dev', 'staging', 'production'] as const;
const fraud = { like: 'fraud' } as const;

/** What happens, act by act. The chapters of an act happen at the same time; what breaks something is alone, and nobody fills in two forms at once. */
export const acts: readonly (readonly Chapter[])[] = [
  [
    { name: 'through dev', slug: 'dev', play: throughDev, given: churnInDev, policy: { path: everywhere } },
    {
      name: 'trained there',
      slug: 'there',
      play: trainedThere,
      given: fraudInDev,
      policy: { ...fraud, path: everywhere },
    },
    { name: 'at a tag', slug: 'tag', play: atATag, given: fraudStaged('better'), policy: fraud },
    { name: 'retrained', slug: 'retrained', play: retrained, given: fraudStaged('better'), policy: fraud },
    { name: 'outside the band', slug: 'band', play: outsideTheBand, given: fraudStaged('better'), policy: fraud },
    { name: 'halted', slug: 'halted', play: halted, given: fraudStaged('slow'), policy: fraud },
  ],
  [
    { name: 'a bad release', slug: 'bad', play: badRelease, given: fraudStaged('better'), policy: fraud },
    { name: 'an input shift', slug: 'shift', play: inputShift, given: fraudStaged('better'), policy: fraud },
  ],
  [
    { name: 'all the way', slug: 'first', play: firstRelease, given: waiting },
    { name: 'older evidence', slug: 'older', play: olderEvidence },
    { name: 'blocked', slug: 'blocked', play: blocked, given: waiting },
  ],
  [
    { name: 'one instant', slug: 'instant', play: atOneInstant },
    { name: 'moved by hand', slug: 'moved', play: movedByHand },
    { name: 'adopted', slug: 'adopted', play: adopted },
    { name: 'put back', slug: 'putback', play: putBack },
    { name: 'rejected', slug: 'rejected', play: rejected },
  ],
  [
    { name: 'rolled back', slug: 'back', play: rolledBack, given: staged('good') },
    { name: 'worse', slug: 'worse', play: worse, given: waiting },
    { name: 'paused', slug: 'paused', play: paused },
    { name: 'questions', slug: 'questions', play: questions },
  ],
  [
    { name: 'a slice', slug: 'slice', play: blockedBySlice, given: waiting },
    { name: 'the schema', slug: 'schema', play: blockedBySchema, given: waiting },
    {
      name: 'undocumented',
      slug: 'documented',
      play: blockedUndocumented,
      given: waiting,
      lines: () => documentedLines,
    },
    { name: 'not comparable', slug: 'accepted', play: accepted, given: measuredElsewhere },
    { name: 'a warning', slug: 'warned', play: warned, lines: warnedLines },
    { name: 'advised', slug: 'advised', play: advised, given: waiting, lines: () => inMode('advise') },
    { name: 'observed', slug: 'observed', play: observed, given: waiting, lines: () => inMode('observe') },
  ],
  [
    { name: 'the calendar', slug: 'closed', play: closed, given: staged('good', 'better'), lines: () => closedLines() },
    { name: 'break-glass', slug: 'glass', play: glassBroken, lines: () => glassLines },
    { name: 'a checklist', slug: 'ticked', play: ticked, lines: () => tickedLines },
    { name: 'expired', slug: 'expired', play: expired, lines: expiredLines },
  ],
  [{ name: 'Slack away', slug: 'away', play: slackDown }],
  [{ name: 'stopped', slug: 'stopped', play: stopped, given: staged('good', 'heavy') }],
  [{ name: 'worker killed', slug: 'killed', play: workerKilled, given: staged('good', 'heavy') }],
  [{ name: 'registry down', slug: 'down', play: registryDown, given: staged('good', 'heavy') }],
  [{ name: 'Redis restarted', slug: 'redis', play: redisRestarted }],
  [{ name: 'audit', slug: 'audit', play: audit }],
];
