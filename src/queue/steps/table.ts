import type { StepKind } from '../../release/event.ts';
import type { Step } from '../step.ts';
import { confirmChampion } from './confirm-champion.ts';
import { copyVersion } from './copy-version.ts';
import { setChampion } from './set-champion.ts';
import { setPrevious } from './set-previous.ts';
import { tagVersion } from './tag-version.ts';
import { validate } from './validate.ts';

/** Every step there is. Their order is `release/plan.ts`'s business. */
export const steps: Readonly<Record<StepKind, Step>> = {
  'copy-version': copyVersion,
  validate,
  'tag-version': tagVersion,
  'set-previous': setPrevious,
  'set-champion': setChampion,
  'confirm-champion': confirmChampion,
};
