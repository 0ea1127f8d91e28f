import type { ActKind } from '../../release/event-step.ts';
import type { Step } from '../step.ts';
import { confirmChampion } from './confirm-champion.ts';
import { copyVersion } from './copy-version.ts';
import { findVersion } from './find-version.ts';
import { judgeTrained } from './judge-trained.ts';
import { moveServing } from './move-serving.ts';
import { setChampion } from './set-champion.ts';
import { setPrevious } from './set-previous.ts';
import { setStage } from './set-stage.ts';
import { startTraining } from './start-training.ts';
import { startValidation } from './start-validation.ts';
import { tagVersion } from './tag-version.ts';
import { validate } from './validate.ts';

/** Every step there is. Their order is `release/plan.ts`'s business. */
export const steps: Readonly<Record<ActKind, Step>> = {
  'start-training': startTraining,
  'find-version': findVersion,
  'judge-trained': judgeTrained,
  'start-validation': startValidation,
  'set-stage': setStage,
  'move-serving': moveServing,
  'copy-version': copyVersion,
  validate,
  'tag-version': tagVersion,
  'set-previous': setPrevious,
  'set-champion': setChampion,
  'confirm-champion': confirmChampion,
};
