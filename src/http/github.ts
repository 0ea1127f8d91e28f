import { type ErrorCode, ReleaseError } from '../errors.ts';
import type { Http, HttpRequest, Parser } from '../http.ts';
import type { Call, Clock } from '../ports.ts';
import { type Answer, failure, type Refused } from './answer.ts';

/** What GitHub wants to be sent with every request. */
export const githubHeaders: Readonly<Record<string, string>> = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
};

/** GitHub's API, with its manners kept for whoever asks it. */
export interface GitHub {
  /** The answer, refusals included. While GitHub wants to be left alone it is not asked at all: that throws. */
  ask<T>(schema: Parser<T>, request: HttpRequest, call: Call): Promise<Answer<T>>;
  /** The error that a refusal stands for; `hint` says what people can do. */
  failed(refused: Refused, hint?: string): ReleaseError;
}

/** GitHub asks for a minute where it does not say how long. */
const politeMs = 60_000;

/** Wraps an HTTP client in GitHub's manners; `names` says how its errors are called here. */
export function github(http: Http, names: Readonly<Partial<Record<ErrorCode, ErrorCode>>>, now: Clock): GitHub {
  let quietUntil = 0;
  async function ask<T>(schema: Parser<T>, request: HttpRequest, call: Call): Promise<Answer<T>> {
    const quietMs = quietUntil - now();
    if (quietMs > 0) throw new ReleaseError('registry_rate_limited', { server: http.server, retryAfterMs: quietMs });
    const answer = await http.json(schema, request, call);
    if (answer.kind === 'ok' || !limited(answer)) return answer;
    const waitMs = answer.retryAfterMs ?? politeMs;
    quietUntil = now() + waitMs;
    throw failure({ ...answer, status: 429, retryAfterMs: waitMs });
  }
  function named(error: unknown): unknown {
    const code = error instanceof ReleaseError ? names[error.code] : undefined;
    if (!(error instanceof ReleaseError) || code === undefined) return error;
    return new ReleaseError(code, error.details, { cause: error.cause });
  }
  return {
    async ask(schema, request, call) {
      try {
        return await ask(schema, request, call);
      } catch (error) {
        throw named(error);
      }
    },
    failed(refused, hint) {
      const { code, details } = failure(refused);
      return new ReleaseError(names[code] ?? code, hint === undefined ? details : { hint, ...details });
    },
  };
}

/** GitHub says 403 as well when a limit is used up; without rights it says so, and nothing of waiting. */
function limited({ status, retryAfterMs, text }: Refused): boolean {
  return status === 429 || (status === 403 && (retryAfterMs !== null || /rate limit/i.test(text)));
}
