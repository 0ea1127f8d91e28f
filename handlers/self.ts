import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { answerOf, asReleaseError, slackFailure } from './slack-failure.ts';

/** Who we are in Slack. */
export interface Self {
  readonly team: string;
  readonly botId: string;
  readonly botUserId: string;
  /** Where the workspace is, for links to messages; null where Slack does not say. */
  readonly url: string | null;
}

const Answer = z.object({ team_id: z.string(), bot_id: z.string(), user_id: z.string(), url: z.url().nullish() });

/** Asks Slack who the token belongs to; throws `slack_refused` for a token that is not valid. */
export async function whoWeAre(client: WebClient): Promise<Self> {
  try {
    const { team_id, bot_id, user_id, url } = answerOf(Answer, 'auth.test', await client.auth.test());
    return { team: team_id, botId: bot_id, botUserId: user_id, url: url ?? null };
  } catch (error) {
    throw asReleaseError(slackFailure(error), 'auth.test');
  }
}
