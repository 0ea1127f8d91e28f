import { z } from 'zod';
import { AlertsFrom, PrometheusServer, SourceName } from './alert-schema.ts';
import { Environment } from './environment-schema.ts';
import { Git } from './git-schema.ts';
import { ChannelId, Name, PersonOrMachine } from './names.ts';
import { Profile } from './profile-schema.ts';
import { Registry } from './registry-schema.ts';
import { Floor, Groups, Include, Models, Team } from './teams-schema.ts';
import { mapping, section } from './words.ts';

/** The policy file as it is written, durations in milliseconds. Whether its names exist is checked beside it. */
export const PolicyFile = mapping(
  {
    admin: ChannelId,
    people: section(
      z.string(),
      PersonOrMachine,
      'Write each identity with its person, `"pat@corp.example": U0PAT`.',
    ).default({}),
    groups: Groups.default({}),
    profile: Profile.optional(),
    environments: section(Name, Environment, 'Write each environment with its settings, in the order of the path.'),
    registries: section(Name, Registry, 'Write each registry with its `kind` and `url`.'),
    git: Git.optional(),
    alerts: section(SourceName, AlertsFrom, 'Write each source with its `kind` and `auth`.').default({}),
    prometheus: section(Name, PrometheusServer, 'Write each server with its `url`.').default({}),
    include: Include.optional(),
    teams: section(Name, Team, 'Write each team with its `owner` and `models`.').default({}),
    floors: section(Name, Floor, 'Write each environment with what holds there for all.').default({}),
    models: Models,
  },
  'not a policy. Write `admin`, `environments`, `registries` and `models`.',
);
export type PolicyFile = z.output<typeof PolicyFile>;

/** The policy as the file says it; `lanePolicy` adds what it leaves to us. */
export type Policy = PolicyFile;
