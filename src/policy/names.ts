import { z } from 'zod';
import { PersonId } from '../release/ids.ts';

const nameWords =
  'not a name that can be typed in Slack. Write letters, digits, dots, dashes and underscores, beginning with a letter.';

/** What a model, an environment or a registry is called here. It begins with a letter, so that the order in the file is kept. */
export const Name = z.string(nameWords).regex(/^\p{L}[\p{L}\p{N}._-]{0,99}$/u, nameWords);

const groupWords =
  'not a name for a group. Write letters, digits and dashes, and nothing that reads like a Slack id, `everybody` or `none`.';

export const GroupName = z
  .string(groupWords)
  .regex(/^\p{L}[\p{L}\p{N}._-]{0,99}$/u, groupWords)
  .refine((name) => !PersonId.safeParse(name).success && name !== 'everybody' && name !== 'none', groupWords);

const channelWords =
  'not the id of a Slack channel. Write the id that Slack shows at the end of the channel’s details, for example C0PROD.';

/** Channels are named by id: a name may be given to another channel. */
export const ChannelId = z.string(channelWords).regex(/^[CG][A-Z0-9]{2,20}$/, channelWords);

const memberWords =
  'neither a person nor a Slack user group. Write a member id such as U0PAT, an e-mail, or a handle in quotes such as "@ml-oncall".';
const email = /^[^\s@<>,;]{1,64}@[^\s@<>,;]+\.[^\s@<>,;]{2,63}$/;
const handle = /^@[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u;

/** Somebody in a group: a person by id or e-mail, or a Slack user group by its handle. */
export const Member = z
  .string(memberWords)
  .refine((text) => PersonId.safeParse(text).success || email.test(text) || handle.test(text), memberWords);

const principalWords =
  'not a group, a person or a Slack user group. Write the name of a group of this file, U0PAT, an e-mail or "@ml-oncall".';

/** Whoever may be named where people are meant. Whether a group of that name exists is checked elsewhere. */
export const Principal = z
  .string(principalWords)
  .refine((text) => Member.safeParse(text).success || GroupName.safeParse(text).success, principalWords);

const personWords = 'not a Slack member id. Write one such as U0PAT, or `machine` for a service account.';

/** Who stands behind an identity that registry and git know. */
export const PersonOrMachine = z.string(personWords).transform((text, context): PersonId | 'machine' => {
  const person = PersonId.safeParse(text);
  if (person.success || text === 'machine') return person.data ?? 'machine';
  context.issues.push({ code: 'custom', input: text, message: personWords });
  return z.NEVER;
});
