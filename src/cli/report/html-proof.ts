import type { LaneReport } from '../../release/report/shape.ts';
import type { Audit } from '../../store/audit.ts';
import { element, type Html, table } from './html.ts';

const shown = 50;

/** Whether the log holds together, and where anchors outside of it prove that. */
export function proofPart(lanes: readonly LaneReport[], proof: Audit): readonly Html[] {
  const { findings, entries, head } = proof;
  const whole = findings.length === 0;
  return [
    element('h2', { id: 'proof' }, 'Proof'),
    element(
      'p',
      whole ? {} : { class: 'bad' },
      whole
        ? `The log holds together: ${entries} entries, each following from the one before.`
        : `The log is NOT as it was written: ${findings.length} findings in ${entries} entries.`,
    ),
    element('p', {}, `Its end is ${head.seq}:${head.hash}`),
    element(
      'p',
      { class: 'soft' },
      'A released version carries an anchor as the tag signalbox.anchor in its registry, which whoever owns the log cannot rewrite. Compare it with the one below, or run: signalbox audit verify --anchor SEQ:HASH',
    ),
    ...table('Anchors of the released versions', ['Release', 'Anchor', 'In the log'], anchorRows(lanes, proof)),
    ...table(
      'Findings',
      ['Entry', 'What is wrong'],
      findings.slice(0, shown).map(({ seq, words }) => [String(seq), words]),
    ),
  ];
}

function anchorRows(lanes: readonly LaneReport[], { anchored }: Audit): readonly (readonly string[])[] {
  const found = new Set(anchored.map(({ seq, hash }) => `${seq}:${hash}`));
  return lanes.flatMap(({ releases }) =>
    releases.flatMap(({ state, anchor }) =>
      anchor === null ? [] : [[state.id, anchor, found.has(anchor) ? 'yes' : 'NO']],
    ),
  );
}
