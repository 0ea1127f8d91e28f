import { type ErrorCode, ReleaseError } from '../../errors.ts';
import { failure, type Refused } from '../../http/answer.ts';
import type { Http, Parser } from '../../http.ts';
import type { Call, Clock } from '../../ports.ts';

/** GitHub's way to be asked: null when it does not know (or does not show us) what is asked for. */
export interface Client {
  find<T>(schema: Parser<T>, path: string, query: Readonly<Record<string, string>>, call: Call): Promise<T | null>;
}

const codes: Readonly<Partial<Record<ErrorCode, ErrorCode>>> = {
  registry_unreachable: 'git_host_unreachable',
  registry_rate_limited: 'git_host_rate_limited',
  registry_refused: 'git_host_refused',
  registry_auth: 'git_host_auth',
  registry_host_header: 'git_host_refused',
  registry_answer_malformed: 'git_host_answer_malformed',
};

/** Unknown and private repositories are 404, unknown commits 422 or 404, moved repositories 301 with an address we do not follow. */
const unknown: readonly number[] = [301, 307, 308, 404, 409, 410, 422];

/** Wraps an HTTP client in GitHub's manners. While GitHub wants to be left alone, it is not asked at all. */
export function client(http: Http, now: Clock): Client {
  let quietUntil = 0;
  function refuse(refused: Refused): never {
    const error = failure(limited(refused) ? { ...refused, status: 429 } : refused);
    if (error.code === 'registry_rate_limited') quietUntil = now() + (refused.retryAfterMs ?? politeMs);
    throw error;
  }
  async function answer<T>(schema: Parser<T>, path: string, query: Readonly<Record<string, string>>, call: Call) {
    const quietMs = quietUntil - now();
    if (quietMs > 0) throw new ReleaseError('registry_rate_limited', { server: http.server, retryAfterMs: quietMs });
    const answered = await http.json(schema, { method: 'GET', path, query }, call);
    if (answered.kind === 'ok') return answered.value;
    return unknown.includes(answered.status) ? null : refuse(answered);
  }
  return {
    async find(schema, path, query, call) {
      try {
        return await answer(schema, path, query, call);
      } catch (error) {
        throw named(error);
      }
    },
  };
}

/** GitHub asks for a minute where it does not say how long. */
const politeMs = 60_000;

/** GitHub says 403 as well when a limit is used up; without rights it says so, and nothing of waiting. */
function limited({ status, retryAfterMs, text }: Refused): boolean {
  return status === 403 && (retryAfterMs !== null || /rate limit/i.test(text));
}

/** What the HTTP client says of registries, said of a git host. */
function named(error: unknown): unknown {
  const code = error instanceof ReleaseError ? codes[error.code] : undefined;
  if (!(error instanceof ReleaseError) || code === undefined) return error;
  return new ReleaseError(code, error.details, { cause: error.cause });
}
