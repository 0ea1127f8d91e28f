import { randomBytes } from 'node:crypto';
import { accepted } from './chapters/accepted.ts';
import { atOneInstant } from './chapters/at-one-instant.ts';
import { audit } from './chapters/audit.ts';
import { blocked } from './chapters/blocked.ts';
import { blockedBySchema, blockedBySlice, blockedUndocumented, documentedLines } from './chapters/blocked-by.ts';
import { closed, closedLines } from './chapters/closed.ts';
import { expired, expiredLines } from './chapters/expired.ts';
import { firstRelease } from './chapters/first-release.ts';
import { glassBroken, glassLines } from './chapters/glass-broken.ts';
import { movedByHand } from './chapters/moved-by-hand.ts';
import { olderEvidence } from './chapters/older-evidence.ts';
import { advised, inMode, observed } from './chapters/only-watched.ts';
import { paused } from './chapters/paused.ts';
import { questions } from './chapters/questions.ts';
import { redisRestarted } from './chapters/redis-restarted.ts';
import { registryDown } from './chapters/registry-down.ts';
import { rejected } from './chapters/rejected.ts';
import { rolledBack } from './chapters/rolled-back.ts';
import { stopped } from './chapters/stopped.ts';
import { ticked, tickedLines } from './chapters/ticked.ts';
import { warned, warnedLines } from './chapters/warned.ts';
import { workerKilled } from './chapters/worker-killed.ts';
import { worse } from './chapters/worse.ts';
import { type Given, measuredElsewhere, staged, waiting } from './given.ts';
import type { PolicyModel } from './policy-text.ts';
import type { Stage } from './stage.ts';
import { NotSo, slownessUnder, type Tale, taleOf, type Verdict } from './tale.ts';
import type { Trouble } from './troubles.ts';

type Chapter = {
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

/** What happens, act by act. The chapters of an act happen at the same time; what breaks something is alone, and nobody fills in two forms at once. */
const acts: readonly (readonly Chapter[])[] = [
  [
    { name: 'all the way', slug: 'first', play: firstRelease, given: waiting },
    { name: 'older evidence', slug: 'older', play: olderEvidence },
    { name: 'blocked', slug: 'blocked', play: blocked, given: waiting },
  ],
  [
    { name: 'one instant', slug: 'instant', play: atOneInstant },
    { name: 'moved by hand', slug: 'moved', play: movedByHand },
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
  [{ name: 'stopped', slug: 'stopped', play: stopped, given: staged('good', 'heavy') }],
  [{ name: 'worker killed', slug: 'killed', play: workerKilled, given: staged('good', 'heavy') }],
  [{ name: 'registry down', slug: 'down', play: registryDown, given: staged('good', 'heavy') }],
  [{ name: 'Redis restarted', slug: 'redis', play: redisRestarted }],
  [{ name: 'audit', slug: 'audit', play: audit }],
];

export type Told = { readonly passed: number; readonly failed: number };

export type Telling = {
  /** The slugs of the only chapters to tell, with commas. */
  readonly only?: string | undefined;
  /** What is wrong with Slack meanwhile. */
  readonly trouble?: Trouble | undefined;
};

/** Tells the story once, with models of its own; answers how many checks came true. */
export async function tell(stage: Stage, verdict: Verdict, { only, trouble }: Telling = {}): Promise<Told> {
  const count = { passed: 0, failed: 0 };
  const counting: Verdict = (chapter, words, outcome) => {
    if (outcome.why === null) count.passed += 1;
    else count.failed += 1;
    verdict(chapter, words, outcome);
  };
  const run = randomBytes(3).toString('hex');
  const chosen = acts.map((act) => act.filter(({ slug }) => only === undefined || only.split(',').includes(slug)));
  const nameOf = ({ slug, policy }: Chapter) => `${policy?.like ?? 'churn'}-${run}-${slug}`;
  await Promise.all(chosen.flat().map((chapter) => (chapter.given ?? staged('better'))(stage, nameOf(chapter))));
  await stage.system.setModels(
    chosen.flat().map((one) => ({ ...one.policy, name: nameOf(one), lines: one.lines?.(slownessUnder(trouble)) })),
  );
  const playing = (one: Chapter) => {
    const tale = taleOf(stage, { chapter: one.name, model: nameOf(one), trouble }, counting);
    return play(one, tale, counting);
  };
  for (const act of chosen) await Promise.all(act.map(playing));
  return count;
}

async function play({ name, play: act }: Chapter, tale: Tale, verdict: Verdict): Promise<void> {
  try {
    await act(tale);
  } catch (cause) {
    if (cause instanceof NotSo) return;
    verdict(name, 'the chapter broke off', { why: cause instanceof Error ? cause.message : String(cause), took: '' });
  }
}
