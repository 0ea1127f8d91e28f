import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import type { z } from 'zod';
import { ReleaseError } from '../src/errors.ts';

/** What became of a call that did not succeed: Slack said no, said later, or nobody knows. */
export type SlackFailure =
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'limited'; readonly waitMs: number }
  | { readonly kind: 'unknown'; readonly why: string };

/** Answers of Slack that say "not now" although they are platform errors. */
const passing = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org'];

export function slackFailure(error: unknown): SlackFailure {
  if (error instanceof ReleaseError) return { kind: 'unknown', why: error.code };
  if (error instanceof WebAPIRateLimitedError) return { kind: 'limited', waitMs: Math.max(1, error.retryAfter) * 1000 };
  if (error instanceof WebAPIPlatformError) return platform(error.data.error);
  if (error instanceof WebAPIHTTPError) return { kind: 'unknown', why: `HTTP ${error.statusCode}` };
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('slack_webapi')) {
    return { kind: 'unknown', why: 'no answer' };
  }
  throw error;
}

function platform(error: string): SlackFailure {
  if (error === 'ratelimited' || error === 'rate_limited') return { kind: 'limited', waitMs: 1000 };
  return passing.includes(error) ? { kind: 'unknown', why: error } : { kind: 'refused', error };
}

/** The same as something to throw. */
export function asReleaseError(failure: SlackFailure, method: string): ReleaseError {
  switch (failure.kind) {
    case 'refused':
      return new ReleaseError('slack_refused', { method, error: failure.error });
    case 'limited':
      return new ReleaseError('slack_rate_limited', { method, retryAfterMs: failure.waitMs });
    case 'unknown':
      return new ReleaseError('slack_unreachable', { method, why: failure.why });
  }
}

/** Slack's answer in the form that we need; throws when it has another one. */
export function answerOf<S extends z.ZodType>(schema: S, method: string, answer: unknown): z.output<S> {
  const read = schema.safeParse(answer);
  if (!read.success) throw new ReleaseError('slack_refused', { method, error: 'an answer in an unknown form' });
  return read.data;
}
