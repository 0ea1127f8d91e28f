import type { Phase, ReleaseState } from './state.ts';
import { isTakenOver } from './taken-over.ts';
import { blockedWords, verifiedWords } from './view-body.ts';
import { liveNow } from './view-facts.ts';
import { fewMetrics } from './view-numbers.ts';
import { approvalCount, gatesView } from './view-review.ts';
import type { Around } from './view-shape.ts';
import { title } from './view-title.ts';
import { waitingPush } from './view-waiting.ts';
import { type Leaf, type Line, line, outside, person } from './view-words.ts';

/** The sentence that a phone shows before anything is opened: what it is, and what is asked. */
export function pushOf(state: ReleaseState, around: Around): Line {
  return line(title(state, around, 28), '. ', breakGlassTail(state) ?? tails[state.phase](state, around));
}

/** Who is told of break-glass reads first why; once it is live, what to do about it. */
function breakGlassTail({ breakGlass, phase, opened, live }: ReleaseState): Line | null {
  const coming = phase === 'gathering' || phase === 'approved' || phase === 'executing';
  if (!breakGlass || live !== null || !coming || opened.by.kind !== 'person') return null;
  return line('By ', person(opened.by.id), ': ', outside(opened.reason ?? '', 60));
}

const tails: Record<Phase, (state: ReleaseState, around: Around) => Line> = {
  gathering: () => line('Reading the evidence.'),
  blocked: (state) => line(blockedWords(state)),
  review: (state) => (state.waiting === null ? reviewTail(state) : waitingPush(state)),
  approved: waitingPush,
  executing: () => line('Nothing to do.'),
  failed: (state, around) => line(liveNow(state, around).filter(isWords), '.'),
  watching: () => line('Nothing to do unless it misbehaves.'),
  verified: (state) => line(verifiedWords(state)),
  rejected: ({ ended }) => (ended?.event.kind === 'rejected' ? line('Reason: ', outside(ended.event.reason, 60)) : []),
  withdrawn: () => line('Nothing changed.'),
  expired: () => line('Nobody completed the approvals in time.'),
  superseded: (state) => line(isTakenOver(state) ? 'See the other card.' : 'See the newer card.'),
  abandoned: () => line('What was done was left as it stands.'),
  concluded: ({ ended }) =>
    line(
      ended?.event.kind === 'concluded' && ended.event.why === 'went-live'
        ? 'Somebody moved it.'
        : 'The policy changed.',
    ),
  'rolled-back': (_, { pauses }) => line(pauses.length === 0 ? '' : 'Promotions are paused.'),
};

function reviewTail(state: ReleaseState): Line {
  if (state.evidence === null) return line('Needs a decision.');
  const { findings } = state.evidence;
  const { passed, total } = gatesView(state);
  const [headline] = fewMetrics(findings.metrics, 0, 1).rows;
  const metric = headline?.delta ? line(outside(shortNamed(headline.name), 16), ` ${headline.delta}, `) : '';
  return line(metric, `${passed.length} of ${total} gates, `, `${approvalCount(state)}.`);
}

function isWords(leaf: Leaf): boolean {
  return leaf.kind !== 'date' && leaf.kind !== 'link';
}

/** "AUC", but "recall". */
function shortNamed(name: string): string {
  return name.length <= 4 ? name.toUpperCase() : name;
}
