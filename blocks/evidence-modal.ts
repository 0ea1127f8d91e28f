import type { KnownBlock, ModalView } from '@slack/types';
import type { Evidence } from '../src/release/evidence.ts';
import type { ReleaseState } from '../src/release/state.ts';
import { decided, line, outside } from '../src/release/view-words.ts';
import { chainPart, environmentPart, isChain, paramParts } from './evidence-differences.ts';
import { boundPart, dataPart, tagPart } from './evidence-lineage.ts';
import { metricParts } from './evidence-metrics.ts';
import { verdictParts } from './evidence-verdicts.ts';
import { type People, section } from './leaves.ts';
import { limits } from './limits.ts';
import { plainText, richText } from './message.ts';
import { readModal } from './modal.ts';
import { type Part, partBlocks } from './parts.ts';

/** Everything that approvals are bound to, readable where no registry can be reached. `evidence` is null when it is no longer kept. */
export function evidenceModal(state: ReleaseState, evidence: Evidence | null, people: People): ModalView {
  if (state.evidence === null)
    return readModal('Evidence', [said('Nothing was gathered yet. Try again when the card shows gates.')]);
  const { findings, digest } = state.evidence;
  const top = line(
    outside(state.model, 80),
    ' ',
    decided(state),
    ' for ',
    outside(state.environment, 60),
    `, evidence ${digest.slice(0, 12)}`,
  );
  const parts: readonly Part[] = [
    ...verdictParts(state),
    ...listed(
      'Changed',
      findings.changes.map((change) => [outside(change, 200)]),
    ),
    ...(evidence === null ? [] : documentParts(evidence, state)),
  ];
  return readModal('Evidence', [
    ...richText(section(top, people)),
    ...partBlocks(parts, `signalbox evidence ${state.id}`, people, limits.view.blocks - 3),
    ...(evidence === null ? [said('The full document is no longer kept; its digest is in the audit log.')] : []),
    said(`Full digest: ${digest}`),
  ]);
}

function documentParts(evidence: Evidence, { evidence: gathered }: ReleaseState): readonly Part[] {
  const { candidate, champion } = evidence;
  return [
    ...metricParts(candidate.metrics, champion?.metrics ?? [], gathered?.findings.metrics ?? []),
    ...chainPart(candidate, champion),
    ...environmentPart(candidate.environment, champion?.environment),
    ...paramParts(candidate.params, champion?.params, isChain),
    ...dataPart(candidate.datasets, champion?.datasets),
    ...tagPart(candidate.tags, isChain),
    ...(candidate.description === '' ? [] : listed('Description', [[outside(candidate.description, 1_500)]])),
    boundPart(evidence),
  ];
}

function listed(heading: string, lines: Part['lines']): readonly Part[] {
  return lines.length === 0 ? [] : [{ heading, lines }];
}

function said(words: string): KnownBlock {
  return { type: 'section', text: plainText(words, limits.section) };
}
