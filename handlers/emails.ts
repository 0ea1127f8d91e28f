import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Clock } from '../src/ports.ts';
import { PersonId } from '../src/release/ids.ts';
import { cache } from './cache.ts';
import { answerOf, asReleaseError, slackFailure } from './slack-failure.ts';

/** Who has which e-mail address in the workspace. */
export interface EmailReader {
  /** Null where Slack knows nobody of that address. Throws a `ReleaseError` when nobody could tell. */
  person(email: string, fresh: 'cached' | 'fresh'): Promise<PersonId | null>;
}

const method = 'users.lookupByEmail';
const Answer = z.object({ user: z.object({ id: PersonId }) });

/** True for a principal that is an e-mail address: `@handle` is a user group. */
export function isEmail(ref: string): boolean {
  return /^[^@\s]+@[^@\s]+$/.test(ref);
}

/** Reads people by their e-mail addresses, whatever their case; answers are kept for `maxAgeMs`. */
export function emailReader(client: WebClient, clock: Clock, maxAgeMs: number): EmailReader {
  const people = cache(read, clock, maxAgeMs, 5_000);
  return { person: (email, fresh) => people.get(email.toLowerCase(), fresh) };

  async function read(email: string): Promise<PersonId | null> {
    try {
      const { user } = answerOf(Answer, method, await client.users.lookupByEmail({ email }));
      return user.id;
    } catch (error) {
      const failure = slackFailure(error);
      if (failure.kind === 'refused' && failure.error === 'users_not_found') return null;
      throw asReleaseError(failure, method);
    }
  }
}

/** Why an address could not be read, for people. */
export function emailReason(error: unknown): string {
  const failure = slackFailure(error);
  return failure.kind === 'unknown' && failure.why === 'slack_refused'
    ? 'Slack refuses to look up e-mail addresses; install Signalbox again from its manifest, for the scope users:read.email'
    : 'Slack does not answer';
}
