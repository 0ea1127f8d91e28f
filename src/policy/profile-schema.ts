import { z } from 'zod';

/** The profiles, from the lightest. */
export const profileNames = ['small', 'team', 'regulated'] as const;
export type ProfileName = (typeof profileNames)[number];

/** How much is asked where the file does not say it itself. */
export const Profile = z.enum(profileNames, 'not a profile. Write `small`, `team` or `regulated`.');

/** True when the first asks for at least as much as the second. */
export function isAtLeast(one: ProfileName | undefined, least: ProfileName): boolean {
  return one !== undefined && profileNames.indexOf(one) >= profileNames.indexOf(least);
}
