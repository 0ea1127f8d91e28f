import type {
  ApprovalRule,
  CalendarRule,
  GateConfig,
  GateMode,
  LanePolicy,
  ShownArtifact,
} from '../release/lane-policy.ts';
import { clockText } from './week.ts';

const units: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
];

/** A time as the file writes it, in the largest unit that it is a whole number of, days from two on: `48h`, `3d`. */
export function spanText(ms: number): string {
  const [unit, size] = units.find(([name, of]) => ms % of === 0 && (name !== 'd' || ms >= 2 * of)) ?? ['s', 1000];
  return `${ms / size}${unit}`;
}

/** `2 of reviewers, platform; needed`. */
export function ruleText({ from, min, required }: ApprovalRule): string {
  return `${min} of ${from.join(', ')}${required ? '; needed' : ''}`;
}

/** People as the file names them. */
export function peopleText(people: 'everybody' | readonly string[]): string {
  return people === 'everybody' ? people : people.join(', ');
}

/** A gate as the file would say it, all of it. */
export function gateText({ mode, kind: _, ...fields }: GateConfig): string {
  return written({ ...fields, ...modeFields(mode) });
}

function modeFields(mode: GateMode = { kind: 'block' }): object {
  if (mode.kind === 'block') return {};
  return mode.kind === 'off'
    ? { mode: 'off', because: mode.because }
    : { mode: `warn until ${new Date(mode.until).toISOString().slice(0, 10)}` };
}

/** Any value as the file would write it. */
export function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${written(inner)}`)
    .join(', ')} }`;
}

/** When nothing goes live. */
export function closedText(rule: CalendarRule): string {
  const when =
    rule.kind === 'dates' ? `${rule.from} - ${rule.to}` : `${clockText(rule.from)} - ${clockText(rule.to)} every week`;
  return `${when}, ${rule.zone}: ${rule.why}`;
}

/** A file that reviewers see. */
export function shownText({ artifact, rows, beside }: ShownArtifact): string {
  return `${artifact}, ${rows} rows${beside ? ' beside the champion’s' : ''}`;
}

/** Who rolls back: on-call alone, and who approves another version. */
export function rollbackText({ onCall, approvals }: LanePolicy['rollback']): string {
  const alone = onCall.length === 0 ? 'nobody alone' : `${onCall.join(', ')} alone`;
  return [alone, ...approvals.map(ruleText)].join('; ');
}
