import { z } from 'zod';
import { policyModes } from '../release/lane-policy.ts';
import { SomeTime } from './duration.ts';
import { Gate } from './gate-schema.ts';
import { Model } from './model-schema.ts';
import { ChannelId, GroupName, Member, Name } from './names.ts';
import { Exclude, HowMany, listWords, OneOrMore, Principals } from './people-schema.ts';
import { Profile } from './profile-schema.ts';
import { mapping, section } from './words.ts';

const includeWords =
  'not files of teams. Write `teams/*.yaml`: a path below this file, with `*` for any part of a name.';

/** Which files hold the teams' models. */
export const Pattern = z.string(includeWords).regex(/^[\w*-][\w.*-]*(\/[\w*-][\w.*-]*)*\.ya?ml$/, includeWords);

/** One pattern, or several. */
export const Include = z.union(
  [Pattern.transform((one) => [one]), z.array(Pattern).min(1, 'empty. Write `teams/*.yaml`, or leave it out.')],
  includeWords,
);

const globWords = 'not the name of a model. Write it, or a part with `*`, for example `"churn*"`.';

/** Which models are a team's. */
export const Glob = z.string(globWords).regex(/^[\p{L}*][\p{L}\p{N}._*-]{0,99}$/u, globWords);

const hostWords =
  'not a host. Write the name of a check’s host, or a part with `*`, for example `"*.growth.internal"`.';
const Host = z.string(hostWords).regex(/^[\w.*:[\]-]{1,253}$/, hostWords);

/** A team: who owns its models, where its cards go, which models are its own, which hosts of our network its checks may
 * be on, and whether it may say what trains, validates and serves. */
export const Team = mapping(
  {
    owner: OneOrMore,
    channels: section(Name, ChannelId, 'Write each environment with the team’s channel.').default({}),
    models: z
      .array(Glob, 'not a list of models. Write `["churn*"]`.')
      .min(1, 'empty. Write which models are the team’s, for example `["churn*"]`.'),
    'private-checks': z
      .array(Host, 'not a list of hosts. Write `["risk.internal"]`.')
      .min(1, 'empty. Write `["risk.internal"]`, or leave it out.')
      .optional(),
    machinery: z.literal('allow', 'not a choice. Write `allow`, or leave it out.').optional(),
  },
  'not a team. Write at least its `owner` and `models`.',
);
export type Team = z.output<typeof Team>;

/** What holds for every model in an environment, whatever a team writes. */
export const Floor = mapping(
  {
    approvals: HowMany.optional(),
    exclude: Exclude.optional(),
    profile: Profile.optional(),
    mode: z.enum(policyModes, 'not a mode. Write `observe`, `advise` or `enforce`.').optional(),
    expires: SomeTime.optional(),
    'break-glass': Principals.optional(),
    after: z.literal('live', 'not a choice. Write `live`, or leave it out.').optional(),
    gates: z.array(Gate, 'not a list of gates. Write `[ { metric: auc, min: 0.80 } ]`.').default([]),
  },
  'not a floor. Write what holds there for all, for example `{ approvals: 2 }`.',
);
export type Floor = z.output<typeof Floor>;

/** Groups of people. */
export const Groups = section(
  GroupName,
  z.array(Member, listWords).min(1, 'empty. Write its members, for example `[U0PAT]`.'),
  'Write each group with its members.',
);

/** Models by their names. */
export const Models = section(Name, Model, 'Write each model with its `owner` and `path`.');

/** A team's own file: its groups and models, nothing else. */
export const TeamFile = mapping(
  { team: Name, groups: Groups.default({}), models: Models },
  'not a team’s file. Write `team`, `groups` and `models`.',
);
export type TeamFile = z.output<typeof TeamFile>;
