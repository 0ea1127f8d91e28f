import type { KnownBlock, ModalView, RichTextBlock } from '@slack/types';
import type { Evidence, Findings, Metric } from '../src/release/evidence.ts';
import { numberText } from '../src/release/number-text.ts';
import type { ReleaseState } from '../src/release/state.ts';
import { bold, ticked } from './leaves.ts';
import { plainText, richText } from './message.ts';
import { readModal } from './modal.ts';
import { cut, tame } from './text.ts';

const shown = { metrics: 300, gates: 100, params: 80, tags: 40, datasets: 20 };
const linesPerBlock = 50;

/** Everything that approvals are bound to, readable where no registry can be reached. `evidence` is null when it is no longer kept. */
export function evidenceModal(state: ReleaseState, evidence: Evidence | null): ModalView {
  if (state.evidence === null)
    return readModal('Evidence', [said('Nothing was gathered yet. Try again when the card shows gates.')]);
  const { findings, digest } = state.evidence;
  return readModal('Evidence', [
    said(
      `${tame(state.model, 80)} v${state.source.version} for ${tame(state.environment, 60)}, digest ${digest.slice(0, 12)}`,
    ),
    ...listed('Gates', gateLines(findings), shown.gates),
    ...(evidence === null
      ? [said('The full document is no longer kept; its digest is in the audit log.')]
      : documentBlocks(evidence)),
    ...listed(
      'Changed',
      findings.changes.map((change) => tame(change, 200)),
      40,
    ),
    said(`Full digest: ${digest}`),
  ]);
}

function documentBlocks({ candidate, champion, policy }: Evidence): KnownBlock[] {
  return [
    ...listed('Metrics', metricLines(candidate.metrics, champion?.metrics ?? []), shown.metrics),
    ...listed('Parameters', pairs(candidate.params), shown.params),
    ...listed('Tags', pairs(candidate.tags), shown.tags),
    ...listed(
      'Data sets',
      candidate.datasets.map(({ name, digest }) => `${tame(name, 80)} ${tame(digest, 40)}`),
      shown.datasets,
    ),
    ...listed(
      'Bound to',
      [
        `version ${candidate.version} of ${tame(candidate.name, 80)} in ${tame(candidate.registry, 40)}`,
        `files ${candidate.artifacts.slice(0, 12)}`,
        `run ${tame(candidate.run ?? 'none', 64)}`,
        `commit ${tame(candidate.commit ?? 'not logged', 64)}`,
        `schema ${schemaWords(candidate.schema, champion?.schema ?? null)}`,
        `champion ${champion === null ? 'none' : `v${champion.version}`}`,
        `policy ${policy.slice(0, 12)}`,
      ],
      10,
    ),
  ];
}

function gateLines({ verdicts }: Findings): readonly string[] {
  return verdicts.map(
    ({ gate, status, reason }) => `${status === 'pass' ? '✓' : '✗'} ${tame(gate, 60)}: ${tame(reason, 160)}`,
  );
}

function metricLines(candidate: readonly Metric[], champion: readonly Metric[]): readonly string[] {
  const before = new Map(champion.map((metric) => [keyOf(metric), metric.value]));
  return candidate.map((metric) => {
    const was = before.get(keyOf(metric));
    const on = metric.dataset === null ? '' : ` on ${tame(metric.dataset.name, 40)}`;
    return `${tame(metric.name, 60)}${on}: ${numberText(metric.value, 6)}${was === undefined ? '' : ` (champion ${numberText(was, 6)})`}`;
  });
}

function keyOf({ name, dataset }: Metric): string {
  return JSON.stringify([name, dataset?.name, dataset?.digest]);
}

function schemaWords(candidate: string | null, champion: string | null): string {
  if (candidate === null) return 'not logged';
  if (champion === null) return 'logged, nothing to compare with';
  return candidate === champion ? 'same as the champion’s' : 'different from the champion’s';
}

function pairs(all: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(all).map(([key, value]) => `${tame(key, 60)} = ${tame(value, 120)}`);
}

/** A heading and its lines, in as many blocks as they need. */
function listed(heading: string, lines: readonly string[], most: number): RichTextBlock[] {
  if (lines.length === 0) return [];
  const rest = lines.length - most;
  const kept = [...lines.slice(0, most), ...(rest > 0 ? [`and ${rest} more in the registry`] : [])];
  const parts = Array.from({ length: Math.ceil(kept.length / linesPerBlock) }, (_, at) =>
    kept.slice(at * linesPerBlock, (at + 1) * linesPerBlock),
  );
  return parts.flatMap((part, at) =>
    richText({
      type: 'rich_text_section',
      elements: [...(at === 0 ? [bold(`${heading}\n`)] : []), ...ticked(cut(part.join('\n'), 11_000))],
    }),
  );
}

function said(words: string): KnownBlock {
  return { type: 'section', text: plainText(words, 3000) };
}
