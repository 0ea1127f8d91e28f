import type { IncomingHttpHeaders } from 'node:http';
import type { World } from './world.ts';

/** What GitHub answers: a status, its words or document, and headers. */
export interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection breaks before it comes. */
  readonly isLost?: boolean;
}

/** GitHub's error document. */
export function refusal(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) } };
}

const versions = ['2022-11-28', '2026-03-10'];

/** What is wrong with a request's headers, as GitHub says it; stricter than GitHub where it would only guess. Null when nothing is. */
export function wrongWith(headers: IncomingHttpHeaders, body: string, world: World): Answer | null {
  if (!headers['user-agent'])
    return refusal(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
    );
  if (headers.accept !== 'application/vnd.github+json') return refusal(415, "Unsupported 'Accept' header");
  const version = headers['x-github-api-version'];
  if (typeof version !== 'string' || !versions.includes(version))
    return refusal(400, `API version ${String(version)} is not supported`);
  if (body !== '' && headers['content-type'] !== 'application/json') return refusal(415, 'Problems parsing JSON');
  const token = tokenIn(headers);
  if (token === null) return refusal(401, 'Requires authentication');
  return world.tokens.has(token) ? null : refusal(401, 'Bad credentials');
}

export function tokenIn(headers: IncomingHttpHeaders): string | null {
  return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? null;
}

/** One page of a list, by `per_page` (30 when left out, 100 at most) and `page`; or why there is none. */
export function pageOf<T>(items: readonly T[], query: URLSearchParams): readonly T[] | Answer {
  const [size, page] = [Number(query.get('per_page') ?? '30'), Number(query.get('page') ?? '1')];
  if (!Number.isInteger(size) || size < 1 || size > 100) return refusal(422, 'per_page must be from 1 to 100');
  if (!Number.isInteger(page) || page < 1) return refusal(422, 'page must be 1 or more');
  return items.slice((page - 1) * size, page * size);
}

export function isPage<T>(shown: readonly T[] | Answer): shown is readonly T[] {
  return Array.isArray(shown);
}
