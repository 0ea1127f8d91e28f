import { refusalWords } from '../blocks/refusals.ts';
import type { HandlerDeps } from './deps.ts';
import { slackFailure } from './slack-failure.ts';

/** In a shared channel people of other workspaces can press too: Slack's signature says who, not that they are ours. */
export function refusalFor({ team }: HandlerDeps, user: { readonly team_id?: string | undefined }): string | null {
  return user.team_id === undefined || user.team_id === team ? null : strangers;
}

/** The same for questions, whose answers are not for strangers: asked of Slack where the request does not say. */
export async function refusalToRead({ directory }: HandlerDeps, person: string): Promise<string | null> {
  try {
    const standing = await directory.standing(person);
    return standing === 'member' || standing === 'guest' ? null : said(standing);
  } catch (error) {
    slackFailure(error);
    return said('unknown');
  }
}

function said(standing: 'bot' | 'deactivated' | 'stranger' | 'unknown'): string {
  return refusalWords({ kind: 'not-a-member', standing })
    .map((leaf) => ('text' in leaf ? leaf.text : ''))
    .join('');
}

const strangers = said('stranger');
