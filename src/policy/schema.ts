import { z } from 'zod';
import { type MayVerb, mayVerbs } from '../release/lane-policy.ts';
import { Duration, SomeTime } from './duration.ts';
import { Gate } from './gate-schema.ts';
import { ChannelId, GroupName, Member, Name, PersonOrMachine, Principal } from './names.ts';
import { Registry } from './registry-schema.ts';
import { mapping } from './words.ts';

const hour = 3_600_000;

const listWords = 'not a list of people. Write `[reviewers]`, `["@ml-oncall"]` or `[U0PAT]`.';
const Principals = z.array(Principal, listWords).min(1, `empty. ${listWords.replace('not a list of people. ', '')}`);
const OneOrMore = z.union(
  [Principal.transform((one) => [one]), Principals],
  'neither a group nor a person. Write a group, `U0PAT` or `"@growth-ml"`.',
);

const minWords = 'not a number of people. Write how many have to say yes, 1 or more.';

export const Rule = mapping(
  {
    from: Principals,
    min: z.int(minWords).min(1, minWords),
    required: z.boolean('not true or false. Write `required: true`.').default(false),
  },
  'not an approval rule. Write `{ from: [reviewers], min: 1 }`.',
);

const waysOut = 'Write who has to say yes, `[ { from: [reviewers], min: 1 } ]`, or `none` if passed gates are enough.';
const Approvals = z.union(
  [z.literal('none'), z.array(Rule).min(1, `empty. ${waysOut}`)],
  `neither rules nor \`none\`. ${waysOut}`,
);

const excludeWords = 'not somebody who can be excluded. Write `requester`, `run-author` or `commit-author`.';
const Exclude = z.array(
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
const May = mapping(
  rights,
  `not a list of rights. Write \`{ request: [reviewers] }\`; the rights are ${mayVerbs.join(', ')}.`,
);

const Rollback = mapping(
  { 'on-call': OneOrMore.optional(), approvals: Approvals.optional() },
  'not rollback rules. Write `{ on-call: ["@ml-oncall"], approvals: [ { from: [reviewers], min: 1 } ] }`.',
);

const templateWords = 'not a name with a place for the model. Write `"prod.{model}"`.';

export const Environment = mapping(
  {
    registry: Name,
    channel: ChannelId,
    approvals: Approvals,
    exclude: Exclude.default(['requester']),
    rollback: Rollback.optional(),
    expires: SomeTime.default(72 * hour),
    watch: Duration.default(hour / 2),
    'give-up-after': SomeTime.default(24 * hour),
    notice: z
      .string('not a text. Write one line for the card, in quotes.')
      .min(1, 'empty. Write one line for the card, or leave it out.')
      .optional(),
    name: z
      .string(templateWords)
      .regex(/^[^/:{}]*\{model\}[^/:{}]*$/, templateWords)
      .default('{model}'),
    may: May.optional(),
    'unknown-person': z.enum(['one-more', 'refuse'], 'not a choice. Write `one-more` or `refuse`.').default('one-more'),
  },
  'not an environment. Write at least its `registry`, `channel` and `approvals`.',
);
export type Environment = z.output<typeof Environment>;

const pathWords = 'not a path. Write the environments in their order, for example `[staging, production]`.';

export const Model = mapping(
  {
    owner: OneOrMore,
    pattern: z
      .enum(['deploy-model', 'deploy-code'], 'not a pattern. Write `deploy-model` or `deploy-code`.')
      .default('deploy-model'),
    path: z.array(Name, pathWords).min(1, pathWords.replace('not a path', 'empty')),
    opens: z
      .enum(['candidate', 'every-version', 'never'], 'not a choice. Write `candidate`, `every-version` or `never`.')
      .default('candidate'),
    gates: z.array(Gate, 'not a list of gates. Write `[ { metric: auc, min: 0.80 } ]`.').default([]),
    may: May.optional(),
  },
  'not a model. Write at least its `owner` and `path`.',
);
export type Model = z.output<typeof Model>;

function section<K extends z.ZodType<string, string>, V extends z.ZodType>(key: K, value: V, words: string) {
  return z.record(key, value, `not a list of entries. ${words}`);
}

/** The policy file as it is written, durations in milliseconds. Whether its names exist is checked beside it. */
export const PolicyFile = mapping(
  {
    admin: ChannelId,
    people: section(
      z.string(),
      PersonOrMachine,
      'Write each identity with its person, `"pat@corp.example": U0PAT`.',
    ).default({}),
    groups: section(
      GroupName,
      z.array(Member, listWords).min(1, 'empty. Write its members, for example `[U0PAT]`.'),
      'Write each group with its members.',
    ).default({}),
    environments: section(Name, Environment, 'Write each environment with its settings, in the order of the path.'),
    registries: section(Name, Registry, 'Write each registry with its `kind` and `url`.'),
    models: section(Name, Model, 'Write each model with its `owner` and `path`.'),
  },
  'not a policy. Write `admin`, `environments`, `registries` and `models`.',
);
export type PolicyFile = z.output<typeof PolicyFile>;
