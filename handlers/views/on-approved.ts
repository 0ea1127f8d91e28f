import { boxesInput } from '../../blocks/actions.ts';
import type { ReleaseId, ShortDigest } from '../../src/release/ids.ts';
import type { Asked } from '../submitting.ts';

/** The approve modal: what is ticked counts in words; a box of this person's own that is left open is said at once. */
export const onApproved: Asked<{
  readonly release: ReleaseId;
  readonly evidence: ShortDigest;
  readonly boxes: readonly number[];
}> = (_, { release, evidence, boxes }, { reason, ticked }) => {
  const open = boxes.findIndex((many, at) => (ticked.get(boxesInput(at).block)?.length ?? 0) < many);
  if (open >= 0) return { block: boxesInput(open).block, words: missing(boxes[open] ?? 0) };
  const checked = [...ticked.values()].flat();
  return { kind: 'approve', release, evidence, note: reason, ...(checked.length === 0 ? {} : { checked }) };
};

function missing(many: number): string {
  const all = many === 1 ? 'this box' : `all ${many} boxes`;
  return `Tick ${all} to approve. If one of them is not true, reject it instead and say why.`;
}
