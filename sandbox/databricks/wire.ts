import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** What a workspace answers. */
export interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request with a known token. */
export interface Asked {
  readonly principal: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly now: number;
}

/** Databricks' error document. */
export function refusal(status: number, error_code: string, message: string): Answer {
  return { status, body: { error_code, message } };
}

export function invalid(message: string): Answer {
  return refusal(400, 'INVALID_PARAMETER_VALUE', message);
}

/** A whole number of 64 bits in a body: a number, and not the text of one. */
export const Int64 = z.bigint('it has to be a whole number').min(0n);

/** The body of a request, or what is wrong with it; stricter than Databricks, which overlooks fields that it does not know. */
export function bodyOf<T>(schema: z.ZodType<T>, { headers, body }: Asked): T | Answer {
  if (headers['content-type'] !== 'application/json')
    return refusal(400, 'MALFORMED_REQUEST', 'Content-Type has to be application/json');
  const parsed = schema.safeParse(parsedJson(body));
  return parsed.success ? parsed.data : refusal(400, 'MALFORMED_REQUEST', z.prettifyError(parsed.error));
}

/** The parameters of a request, or what is wrong with them. */
export function queryOf<T>(schema: z.ZodType<T>, { query }: Asked): T | Answer {
  const parsed = schema.safeParse(Object.fromEntries(query));
  return parsed.success ? parsed.data : invalid(z.prettifyError(parsed.error));
}

/** A 64-bit number as a query parameter. */
export const Int64Text = z
  .string()
  .regex(/^\d{1,19}$/)
  .transform(BigInt);

export function isAnswer<T extends object>(value: T | Answer): value is Answer {
  return 'status' in value && 'body' in value;
}

/** JSON with whole numbers of any size. */
export function toJson(value: object): string {
  const marked = JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `int64:${part}` : part));
  return marked.replaceAll(/"int64:(\d+)"/g, '$1');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text, (_key: string, value: unknown, read?: { readonly source?: string }) =>
      typeof value === 'number' && /^-?\d+$/.test(read?.source ?? '') ? BigInt(read?.source ?? '') : value,
    );
  } catch {
    return undefined;
  }
}
