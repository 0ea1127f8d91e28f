import { shortDigest } from './ids.ts';
import { judgedLast } from './judged-last.ts';
import type { Phase, ReleaseState } from './state.ts';
import { bodyOf } from './view-body.ts';
import { buttonsOf } from './view-buttons.ts';
import { factLines, warningLines } from './view-context.ts';
import { liveNow } from './view-facts.ts';
import { followUpLines } from './view-follow-up.ts';
import { fewMetrics } from './view-numbers.ts';
import { pushOf } from './view-push.ts';
import { approvalLines, gatesView } from './view-review.ts';
import type { Around, CardView } from './view-shape.ts';
import { stepRows } from './view-steps.ts';
import { title } from './view-title.ts';

/** How much of the evidence a phase shows. */
const shown: Record<
  Phase,
  { readonly metrics: number; readonly gates: boolean; readonly approvals: boolean; readonly links: boolean }
> = {
  gathering: { metrics: 0, gates: false, approvals: false, links: false },
  blocked: { metrics: 5, gates: true, approvals: false, links: true },
  review: { metrics: 5, gates: true, approvals: true, links: true },
  approved: { metrics: 5, gates: true, approvals: true, links: true },
  executing: { metrics: 0, gates: false, approvals: false, links: false },
  failed: { metrics: 0, gates: false, approvals: false, links: true },
  watching: { metrics: 1, gates: false, approvals: false, links: true },
  verified: { metrics: 1, gates: false, approvals: false, links: true },
  rejected: { metrics: 1, gates: false, approvals: false, links: false },
  withdrawn: { metrics: 0, gates: false, approvals: false, links: false },
  expired: { metrics: 0, gates: false, approvals: true, links: false },
  superseded: { metrics: 0, gates: false, approvals: false, links: false },
  abandoned: { metrics: 0, gates: false, approvals: false, links: false },
  'rolled-back': { metrics: 0, gates: false, approvals: false, links: false },
  concluded: { metrics: 1, gates: false, approvals: false, links: true },
};

/** What went past the gates says so on its card for ever. */
const breakGlassShows = { gates: true };

/** All that the card of a release shows: the one place where a folded log becomes words. */
export function view(state: ReleaseState, around: Around): CardView {
  return {
    release: state.id,
    kind: state.kind,
    phase: state.phase,
    header: title(state, around),
    push: pushOf(state, around),
    live: liveNow(state, around),
    facts: factLines(state, around),
    quote: state.opened.reason,
    warnings: warningLines(state, around),
    body: [...bodyOf(state, around), ...followUpLines(state)],
    steps: stepRows(state),
    approvals: shown[state.phase].approvals || state.breakGlass ? approvalLines(state) : [],
    ...found(state),
    ...buttonsOf(state, around),
    about: {
      evidence: state.evidence === null ? null : shortDigest(state.evidence.digest),
      next: around.next,
      lane: state.lane,
    },
    footer: { evidence: state.evidence?.digest.slice(0, 6) ?? null, label: around.label },
  };
}

function found(state: ReleaseState): Pick<CardView, 'metrics' | 'gates' | 'changes' | 'links'> {
  const { evidence, phase } = state;
  const show = { ...shown[phase], ...(state.breakGlass ? breakGlassShows : {}) };
  if (evidence === null) return { metrics: { rows: [], more: 0 }, gates: null, changes: [], links: [] };
  const { metrics, moreMetrics, changes, links } = judgedLast(state.trained, evidence);
  return {
    metrics: show.metrics === 0 ? { rows: [], more: 0 } : fewMetrics(metrics, moreMetrics, show.metrics),
    gates: show.gates ? gatesView(state) : null,
    changes: show.gates ? changes : [],
    links: show.links ? links : [],
  };
}
