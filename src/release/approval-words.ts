import type { ReleaseState } from './state.ts';

/**
 * What the version itself is to say of notes, ticked boxes and accepted verdicts, one line each; nothing where the tags say it all. People
 * by their Slack ids: names change.
 */
export function approvalWords({ id, environment, approvals, accepted }: ReleaseState): readonly string[] {
  const lines = [
    ...approvals
      .filter(({ note, checked }) => note !== null || checked.length > 0)
      .map(({ person, groups, note, checked }) =>
        [
          `Approved by ${person}${groups.length === 0 ? '' : ` for ${groups.join(', ')}`}`,
          ...(note === null ? [] : [`“${note}”`]),
          ...(checked.length === 0 ? [] : [`ticked: ${checked.join('; ')}`]),
        ].join(' · '),
      ),
    ...accepted.map(({ person, gates, reason }) => `${gates.join(', ')} accepted by ${person} · “${reason}”`),
  ];
  return lines.length === 0
    ? []
    : [`**Signalbox**, ${environment}, release ${id}:`, ...lines.map((line) => `- ${line}`)];
}
