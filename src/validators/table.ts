import { httpValidator } from './http-validator.ts';

/** Kinds of validators that are no trainers: every trainer validates, too. */
export const validators = { http: httpValidator } as const;
