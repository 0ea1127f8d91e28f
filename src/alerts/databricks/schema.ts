import { z } from 'zod';

const Text = z.string().nullish();
const Id = z.union([z.string().min(1), z.number()], { error: 'is no id' }).transform(String);

/** The words under which a state may stand, at whatever depth: Databricks leaves out fields, and its pages do not list them all. */
const Stated = { state: Text, status: Text };

type Stating = Readonly<Partial<Record<keyof typeof Stated, string | null | undefined>>>;

const Evaluation = z.object({
  ...Stated,
  source: z.object({ name: Text, display: Text }).nullish(),
  comparison_operator: Text,
  threshold: z.object({ value: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

const Current = z.object({ ...Stated, id: Id, name: z.string().min(1), evaluations: z.array(Evaluation).nullish() });
const Legacy = z.object({
  ...Stated,
  id: Id,
  name: z.string().min(1),
  options: z
    .object({ column: Text, op: Text, value: z.unknown().optional(), threshold: z.unknown().optional() })
    .nullish(),
});

const Envelope = z.object({
  url_base: Text,
  alert: z.looseObject({ ...Stated, title: Text, description: Text, alert: z.unknown().optional() }),
});

/** What a SQL alert says, of today's form or of the older one. */
export interface DatabricksMessage {
  readonly id: string;
  readonly name: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly urlBase: string | undefined;
  /** Everything that may be its state, the most exact first. */
  readonly states: readonly string[];
  readonly conditions: readonly Condition[];
}

/** For example `total GREATER_THAN 100000`; null for what is left out. */
export interface Condition {
  readonly column: string | null;
  readonly operator: string | null;
  readonly threshold: string | null;
}

/** A message of a notification destination of the kind webhook. Today's alerts stand within `alert.alert`, older ones in `alert` itself. */
export const DatabricksMessage: z.ZodType<DatabricksMessage> = Envelope.transform(({ alert, url_base }, context) => {
  const isCurrent = alert.alert !== undefined;
  const inner = isCurrent ? current(alert.alert) : older(alert);
  if (!inner.success) {
    const within = isCurrent ? ['alert', 'alert'] : ['alert'];
    for (const { path, message } of inner.error.issues)
      context.addIssue({ code: 'custom', path: [...within, ...path], message });
    return z.NEVER;
  }
  const { states, ...said } = inner.data;
  return {
    ...said,
    title: alert.title ?? null,
    description: alert.description ?? null,
    urlBase: url_base ?? undefined,
    states: [...states, ...statesOf(alert)],
  };
});

type Inner = Pick<DatabricksMessage, 'id' | 'name' | 'states' | 'conditions'>;

const InCurrent = Current.transform(
  ({ evaluations, ...alert }): Inner => ({
    id: alert.id,
    name: alert.name,
    states: [...(evaluations ?? []).flatMap(statesOf), ...statesOf(alert)],
    conditions: (evaluations ?? []).map(({ source, comparison_operator, threshold }) => ({
      column: source?.display ?? source?.name ?? null,
      operator: comparison_operator ?? null,
      threshold: plain(Object.values(threshold?.value ?? {})[0]),
    })),
  }),
);

const InLegacy = Legacy.transform(({ options, ...alert }): Inner => {
  const { column = null, op = null, value, threshold } = options ?? {};
  const conditions = options ? [{ column, operator: op, threshold: plain(value ?? threshold) }] : [];
  return { id: alert.id, name: alert.name, states: statesOf(alert), conditions };
});

function current(alert: unknown) {
  return InCurrent.safeParse(alert);
}

function older(alert: unknown) {
  return InLegacy.safeParse(alert);
}

function statesOf({ state, status }: Stating): string[] {
  return [state, status].filter((word) => typeof word === 'string');
}

function plain(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
