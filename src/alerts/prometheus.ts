import { type ErrorCode, ReleaseError } from '../errors.ts';
import { failure, type Refused } from '../http/answer.ts';
import type { Http } from '../http.ts';
import type { Call } from '../ports.ts';
import type { Point, Series } from '../ports-alerts.ts';
import { QueryRange, RefusedQuery } from './prometheus-schema.ts';

/**
 * Series of a Prometheus server, or of what speaks its HTTP API. A warning means that parts may be missing: that is no answer to judge
 * by. Steps without a value are null where the server says NaN, and left out where it says nothing.
 */
export function prometheusSeries(http: Http): Series {
  return {
    async range(query, from, to, stepMs, call) {
      const { series, warnings } = await asked(http, { query, from, to, stepMs }, call);
      const [warning] = warnings;
      if (warning !== undefined) throw new ReleaseError('series_incomplete', { server: http.server, query, warning });
      const [one, ...more] = series;
      if (more.length > 0) {
        const labels = series.slice(0, 3).map(({ labels }) => labels);
        throw new ReleaseError('series_ambiguous', { server: http.server, query, series: series.length, labels });
      }
      return one === undefined ? null : one.points;
    },
  };
}

interface Asked {
  readonly query: string;
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

interface Found {
  readonly series: readonly { readonly labels: Readonly<Record<string, string>>; readonly points: readonly Point[] }[];
  readonly warnings: readonly string[];
}

async function asked(http: Http, { query, from, to, stepMs }: Asked, call: Call): Promise<Found> {
  const range = { query, start: seconds(from), end: seconds(to), step: seconds(stepMs) };
  const request = { method: 'GET', path: '/api/v1/query_range', query: range } as const;
  const answer = await inOurNames(() => http.json(QueryRange, request, call));
  if (answer.kind === 'ok') return answer.value;
  throw refusal(answer, query);
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}

const names: Readonly<Partial<Record<ErrorCode, ErrorCode>>> = {
  registry_unreachable: 'series_unreachable',
  registry_rate_limited: 'series_unreachable',
  registry_auth: 'series_auth',
  registry_refused: 'series_refused',
  registry_host_header: 'series_auth',
  registry_answer_malformed: 'series_answer_malformed',
};

/** A 422 is a query that could not be carried out: by what it is, or because it took too long or found too much. */
function refusal(refused: Refused, query: string): ReleaseError {
  const { code, details } = failure(refused);
  const said = RefusedQuery.safeParse(refused.text).data;
  return new ReleaseError(names[code] ?? code, { ...details, query, ...said });
}

async function inOurNames<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const code = error instanceof ReleaseError ? names[error.code] : undefined;
    if (!(error instanceof ReleaseError) || code === undefined) throw error;
    throw new ReleaseError(code, error.details, { cause: error });
  }
}
