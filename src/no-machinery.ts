import type { Machinery } from './ports-machinery.ts';

/** Where nothing trains, validates or serves. */
export const noMachinery: Machinery = {
  trainer: () => null,
  validator: () => null,
  serving: () => null,
  commit: async () => null,
};
