import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Clock } from '../../src/ports.ts';
import type { Standing } from '../../src/release/people.ts';
import { answerOf } from '../slack-failure.ts';
import type { Called, CallSlack } from './calls.ts';

/** Who reads a channel: only people of our own company; others too, or nobody can say, and why; or ask again at a time. */
export type Audience =
  | { readonly kind: 'ours' }
  | { readonly kind: 'others'; readonly why: string }
  | { readonly kind: 'later'; readonly at: number };

interface AudienceParts {
  readonly client: WebClient;
  readonly call: CallSlack;
  readonly clock: Clock;
  readonly standing: (person: string) => Promise<Standing>;
}

const flag = z.boolean().default(false);
const Channel = z.object({
  channel: z.object({ is_shared: flag, is_ext_shared: flag, is_pending_ext_shared: flag, is_org_shared: flag }),
});
const Members = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

const mostMembers = 500;
const pageSize = 200;
/** A colleague who becomes a guest is taken for a colleague for this long at most. */
const maxAgeMs = 600_000;
const outsiders: readonly Standing[] = ['guest', 'stranger', 'unknown'];

/** Finds out whether what is said in a channel stays in the company. What cannot be found out counts as no. */
export function audience(parts: AudienceParts): (channel: string) => Promise<Audience> {
  const colleagues = new Map<string, number>();
  return async (channel) => {
    const shared = await parts.call('conversations.info', [], async () =>
      answerOf(Channel, 'conversations.info', await parts.client.conversations.info({ channel })),
    );
    if (shared.kind !== 'done') return untold(shared);
    if (isShared(shared.answer.channel)) return others('It is shared with another company.');
    const members = await membersOf(parts, channel);
    if (members.kind !== 'done') return untold(members);
    if (members.answer.length > mostMembers)
      return others(`It has over ${mostMembers} members, too many to look for guests.`);
    return allColleagues(parts, colleagues, members.answer);
  };
}

function isShared({
  is_shared,
  is_ext_shared,
  is_pending_ext_shared,
  is_org_shared,
}: z.infer<typeof Channel>['channel']) {
  return is_ext_shared || is_pending_ext_shared || (is_shared && !is_org_shared);
}

async function membersOf({ client, call }: AudienceParts, channel: string): Promise<Called<readonly string[]>> {
  const all: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await call('conversations.members', [], async () =>
      answerOf(
        Members,
        'conversations.members',
        await client.conversations.members({ channel, limit: pageSize, ...(cursor ? { cursor } : {}) }),
      ),
    );
    if (page.kind !== 'done') return page;
    all.push(...page.answer.members);
    cursor = page.answer.response_metadata?.next_cursor;
  } while (cursor && all.length <= mostMembers);
  return { kind: 'done', answer: all };
}

async function allColleagues(
  { call, clock, standing }: AudienceParts,
  colleagues: Map<string, number>,
  members: readonly string[],
): Promise<Audience> {
  for (const member of members) {
    if ((colleagues.get(member) ?? 0) > clock()) continue;
    const asked = await call('users.info', [], () => standing(member));
    if (asked.kind !== 'done') return untold(asked);
    if (outsiders.includes(asked.answer)) return others('It has guests.');
    colleagues.set(member, clock() + maxAgeMs);
  }
  return { kind: 'ours' };
}

function others(why: string): Audience {
  return { kind: 'others', why };
}

function untold(called: Exclude<Called<unknown>, { kind: 'done' }>): Audience {
  if (called.kind !== 'refused') return { kind: 'later', at: called.at };
  return others(`Slack does not say who reads it (${called.error}).`);
}
