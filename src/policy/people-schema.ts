import { z } from 'zod';
import { type MayVerb, mayVerbs } from '../release/lane-policy.ts';
import { Principal } from './names.ts';
import { mapping } from './words.ts';

export const listWords = 'not a list of people. Write `[reviewers]`, `["@ml-oncall"]` or `[U0PAT]`.';

/** One or more groups and people. */
export const Principals = z
  .array(Principal, listWords)
  .min(1, `empty. ${listWords.replace('not a list of people. ', '')}`);

export const OneOrMoreWords = 'Write a group, `U0PAT` or `"@growth-ml"`.';

/** The same, where one needs no brackets. */
export const OneOrMore = z.union(
  [Principal.transform((one) => [one]), Principals],
  `neither a group nor a person. ${OneOrMoreWords}`,
);

const minWords = 'not a number of people. Write how many have to say yes, 1 or more.';

/** How many people, at the least. */
export const HowMany = z.int(minWords).min(1, minWords);

export const Rule = mapping(
  {
    from: Principals,
    min: HowMany,
    required: z.boolean('not true or false. Write `required: true`.').default(false),
  },
  'not an approval rule. Write `{ from: [reviewers], min: 1 }`.',
);

export const waysOut =
  'Write who has to say yes, `[ { from: [reviewers], min: 1 } ]`, or `none` if passed gates are enough.';

/** Who has to say yes. */
export const Rules = z.array(Rule, 'not a list of rules. Write `[ { from: [reviewers], min: 1 } ]`.').min(1, {
  error: 'empty. Write `[ { from: [reviewers], min: 1 } ]`, or leave it out.',
});

/** Who has to say yes, or that nobody has to. */
export const Approvals = z.union(
  [z.literal('none'), z.array(Rule).min(1, `empty. ${waysOut}`)],
  `neither rules nor \`none\`. ${waysOut}`,
);

const excludeWords = 'not somebody who can be excluded. Write `requester`, `run-author` or `commit-author`.';

/** Who never counts. */
export const Exclude = z.array(
  z.enum(['requester', 'run-author', 'commit-author'], excludeWords),
  `not a list. Write \`[requester, run-author]\`.`,
);

const mayWords = 'neither `everybody` nor people. Write `everybody`, or a list such as `[reviewers]`.';
const Who = z.union([z.literal('everybody'), Principals], mayWords);
const rights: Record<MayVerb, z.ZodOptional<typeof Who>> = {
  request: Who.optional(),
  withdraw: Who.optional(),
  stop: Who.optional(),
  pause: Who.optional(),
  resume: Who.optional(),
};

/** Who may do what. */
export const May = mapping(
  rights,
  `not a list of rights. Write \`{ request: [reviewers] }\`; the rights are ${mayVerbs.join(', ')}.`,
);

export const Rollback = mapping(
  { 'on-call': OneOrMore.optional(), approvals: Approvals.optional() },
  'not rollback rules. Write `{ on-call: ["@ml-oncall"], approvals: [ { from: [reviewers], min: 1 } ] }`.',
);
