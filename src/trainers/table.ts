import type { Trainer } from '../ports-trainers.ts';
import { commandTrainer } from './command/command-trainer.ts';

/** Every kind of trainer, and what makes it. */
export const trainerTable = {
  command: commandTrainer,
} as const satisfies Readonly<Record<string, (options: never) => Trainer>>;
