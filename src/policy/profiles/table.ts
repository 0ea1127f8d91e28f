import type { ProfileName } from '../profile-schema.ts';
import type { ProfileRules } from './profile.ts';
import { regulated } from './regulated.ts';
import { small } from './small.ts';
import { team } from './team.ts';

/** Every profile, under the name that the file calls it by. */
export const profiles: Readonly<Record<ProfileName, ProfileRules>> = { small, team, regulated };
