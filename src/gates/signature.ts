import { z } from 'zod';
import type { VersionFacts } from '../release/evidence.ts';
import { parsedAs } from './json.ts';

const longest = 60;

/** One column, property, tensor or param of a signature, as MLflow writes it (`mlflow/types/schema.py`, ColSpec, TensorSpec, ParamSpec). */
export interface Spec {
  readonly type: string;
  readonly name?: string | number | undefined;
  readonly required?: boolean | undefined;
  readonly items?: Spec | undefined;
  readonly values?: Spec | undefined;
  readonly properties?: Readonly<Record<string, Spec>> | undefined;
  readonly 'tensor-spec'?: { readonly dtype: string; readonly shape: readonly number[] } | undefined;
  readonly default?: unknown;
  readonly shape?: readonly number[] | null | undefined;
}

const Spec: z.ZodType<Spec> = z.lazy(() =>
  z.object({
    type: z.string(),
    name: z.union([z.string(), z.number()]).optional(),
    required: z.boolean().optional(),
    items: Spec.optional(),
    values: Spec.optional(),
    properties: z.record(z.string(), Spec).optional(),
    'tensor-spec': z.object({ dtype: z.string(), shape: z.array(z.number()) }).optional(),
    default: z.unknown().optional(),
    shape: z.array(z.number()).nullish(),
  }),
);

/** Specs of one side (`inputs`, `outputs` or `params`) by name, or by place where they have none; null where it is not declared. */
export type Side = ReadonlyMap<string, Spec> | null;

export interface Signature {
  readonly inputs: Side;
  readonly outputs: Side;
  readonly params: Side;
}

/** Reads a version's signature; `none` where it declares nothing, `unreadable` where this version of Signalbox does not understand it. */
export function signatureOf({ schema }: VersionFacts): Signature | 'none' | 'unreadable' {
  const sides = [schema?.inputs, schema?.outputs, schema?.params].map(sideOf);
  const [inputs, outputs, params] = sides;
  if (inputs === undefined || outputs === undefined || params === undefined) return 'unreadable';
  return sides.every((side) => side === null) ? 'none' : { inputs, outputs, params };
}

function sideOf(text: string | null | undefined): Side | undefined {
  if (text === null || text === undefined) return null;
  const specs = parsedAs(z.array(Spec), text);
  if (specs === null) return undefined;
  return new Map(specs.map((spec, index) => [String(spec.name ?? `#${index + 1}`), spec]));
}

/** A type in words: "long", "list of string", "float32 [?, 28]"; a long one is cut. */
export function typeText(spec: Spec): string {
  const text = wholeType(spec);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function wholeType(spec: Spec): string {
  const tensor = spec['tensor-spec'];
  if (tensor) return `${tensor.dtype} [${tensor.shape.map((size) => (size === -1 ? '?' : size)).join(', ')}]`;
  const inner = spec.items ?? spec.values;
  const one = inner ? `${spec.type === 'map' ? 'map' : 'list'} of ${wholeType(inner)}` : spec.type;
  return spec.shape ? `list of ${one}` : one;
}
