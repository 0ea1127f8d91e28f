import { z } from 'zod';
import type { HandlerDeps } from '../deps.ts';

/** What Slack tells about by itself. Bolt acknowledges events before we run, so they are hints: nothing rests on them. */
export interface EventRow {
  readonly name: string;
  run(deps: HandlerDeps, event: unknown): void;
}

const UserChange = z.object({ user: z.object({ id: z.string() }) });
const MembersChange = z.object({ subteam_id: z.string() });
const GroupChange = z.object({ subteam: z.object({ id: z.string() }) });

/** Somebody was deactivated, became a guest, changed zone or name: read again at the next question. */
export const onUserChange: EventRow = {
  name: 'user_change',
  run({ directory }, event) {
    const read = UserChange.safeParse(event);
    if (read.success) directory.personChanged(read.data.user.id);
  },
};

/** Somebody joined or left a user group. */
export const onGroupMembersChanged: EventRow = {
  name: 'subteam_members_changed',
  run({ directory }, event) {
    const read = MembersChange.safeParse(event);
    if (read.success) directory.groupChanged(read.data.subteam_id);
  },
};

/** A user group was renamed, disabled or enabled. */
export const onGroupUpdated: EventRow = {
  name: 'subteam_updated',
  run({ directory }, event) {
    const read = GroupChange.safeParse(event);
    if (read.success) directory.groupChanged(read.data.subteam.id);
  },
};
