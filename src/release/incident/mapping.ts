import { Version } from '../ids.ts';
import type { LanePolicy } from '../lane-policy.ts';
import { matches } from '../pattern.ts';
import { Severity, type Signal, SignalKind } from './signal.ts';

/** What a source's alerts are about, where their labels do not say it: the first whose patterns (`*` stands for anything) all match. */
export interface SignalRule {
  /** Label → pattern; an empty one matches every alert. */
  readonly when: Readonly<Record<string, string>>;
  readonly model?: string | undefined;
  readonly environment?: string | undefined;
  readonly kind?: SignalKind | undefined;
  readonly severity?: Severity | undefined;
}

/** A signal with what it is about; `version` is null where nobody said one. */
export interface Mapped {
  readonly kind: 'mapped';
  readonly policy: LanePolicy;
  readonly of: SignalKind;
  readonly severity: Severity;
  readonly version: Version | null;
  readonly signal: Signal;
}

export type Mapping =
  | Mapped
  /** In words, without a full stop: goes to the admin channel and acts on nothing. */
  | { readonly kind: 'unmapped'; readonly signal: Signal; readonly why: string };

/** Clocks differ by so much, and no more: what lies further ahead would make all that is said after it seem late. */
const aheadMs = 20 * 60_000;

/** What a signal is about: as its source says it, as its labels do, else as the source's rules do. Pure. */
export function mapSignal(
  signal: Signal,
  rules: readonly SignalRule[],
  lanes: readonly LanePolicy[],
  now: number,
): Mapping {
  if (signal.at > now + aheadMs) return { kind: 'unmapped', signal, why: 'the clock of its source is ahead of ours' };
  const rule = rules.find((one) => fits(one, signal.labels));
  const lane = laneOf(signal, rule, lanes);
  if (typeof lane === 'string') return { kind: 'unmapped', signal, why: lane };
  const of = kindOf(signal, rule);
  if (typeof of !== 'string') return { kind: 'unmapped', signal, why: of.why };
  const severity = signal.severity ?? severityIn(signal.labels) ?? rule?.severity ?? 'warning';
  return { kind: 'mapped', policy: lane, of, severity, version: versionOf(signal), signal };
}

function fits({ when }: SignalRule, labels: Signal['labels']): boolean {
  return Object.entries(when).every(([label, pattern]) => matches(pattern, labelled(labels, label) ?? ''));
}

/** The lane that is meant, or why none is. */
function laneOf(signal: Signal, rule: SignalRule | undefined, lanes: readonly LanePolicy[]): LanePolicy | string {
  const { labels } = signal;
  const model = signal.model ?? labelled(labels, 'model') ?? rule?.model;
  if (model === undefined) return 'it names no model: no label "model", and no rule that fits';
  const named = lanes.filter((lane) => lane.model === model || lane.registeredName === model);
  if (named.length === 0) return `there is no model "${model}" in the policy`;
  const environment = signal.environment ?? labelled(labels, 'environment') ?? rule?.environment;
  const there =
    environment === undefined ? meant(signal, named) : named.filter((one) => one.environment === environment);
  const [lane, ...more] = there;
  if (lane === undefined) return `"${model}" has no environment "${environment}"`;
  return more.length === 0 ? lane : `it does not say which: "${model}" is in ${list(there)}`;
}

/** Without an environment, the alias that was meant may tell lanes of one registered model apart. */
function meant({ alias }: Signal, lanes: readonly LanePolicy[]): readonly LanePolicy[] {
  const by = lanes.filter((lane) => lane.alias === alias);
  return by.length === 0 ? lanes : by;
}

function list(lanes: readonly LanePolicy[]): string {
  return lanes.map(({ environment }) => environment).join(' and ');
}

function kindOf(signal: Signal, rule: SignalRule | undefined): SignalKind | { readonly why: string } {
  const label = labelled(signal.labels, 'kind');
  const kind = signal.kind ?? SignalKind.safeParse(label).data ?? rule?.kind;
  if (kind !== undefined) return kind;
  const known = SignalKind.options.join(', ');
  return {
    why:
      label === undefined
        ? 'it does not say what is wrong: no label "kind", and no rule that fits'
        : `its kind "${label}" is none of ${known}`,
  };
}

function severityIn(labels: Signal['labels']): Severity | undefined {
  return Severity.safeParse(labelled(labels, 'severity')).data;
}

/** The number that was said, also written as `v14`; an alias names whatever is live, so it says nothing. */
function versionOf({ version, labels }: Signal): Version | null {
  const text = labelled(labels, 'model_version') ?? labelled(labels, 'version');
  return version ?? Version.safeParse(text?.replace(/^v/, '')).data ?? null;
}

function labelled(labels: Signal['labels'], name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}
