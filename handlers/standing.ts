import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Standing } from '../src/release/people.ts';
import { answerOf, slackFailure } from './slack-failure.ts';

/** What `users.info` says of somebody. */
export interface Person {
  readonly standing: Standing;
  readonly zone: string | null;
  /** What colleagues read; null when Slack shows none. */
  readonly name: string | null;
}

const flag = z.boolean().optional();
const User = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  deleted: flag,
  is_bot: flag,
  is_workflow_bot: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  tz: z.string().nullish(),
  name: z.string().optional(),
  real_name: z.string().optional(),
  profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).optional(),
  enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
});

const Answer = z.object({ user: User });

/** Reads one person. Throws Slack's error when nobody could tell; somebody whom Slack does not show to us is a stranger. */
export async function readPerson(client: WebClient, id: string, team: string): Promise<Person> {
  try {
    const { user } = answerOf(Answer, 'users.info', await client.users.info({ user: id }));
    return { standing: standingOf(user, team), zone: user.tz ?? null, name: nameOf(user) };
  } catch (error) {
    const hidden = hiddenStanding(error);
    if (hidden === null) throw error;
    return { standing: hidden, zone: null, name: null };
  }
}

function nameOf({ profile, real_name, name }: z.infer<typeof User>): string | null {
  return profile?.display_name || profile?.real_name || real_name || name || null;
}

function standingOf(user: z.infer<typeof User>, team: string): Standing {
  const ours = user.team_id === team || (user.enterprise_user?.teams ?? []).includes(team);
  if (user.is_stranger || !ours) return 'stranger';
  if (user.deleted) return 'deactivated';
  if (user.is_bot || user.is_workflow_bot || user.id === 'USLACKBOT') return 'bot';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}

function hiddenStanding(error: unknown): Standing | null {
  const failure = slackFailure(error);
  if (failure.kind !== 'refused') return null;
  const hidden: Readonly<Record<string, Standing>> = {
    user_not_found: 'unknown',
    user_not_visible: 'stranger',
    users_not_found: 'unknown',
  };
  return hidden[failure.error] ?? null;
}
