import { defineConfig } from 'vitest/config';

const minute = 60_000;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/shared-servers.ts'],
    pool: 'forks',
    maxWorkers: 2,
    allowOnly: false,
    passWithNoTests: false,
    testTimeout: 30_000,
    // The first file that asks for MLflow also waits for its installation.
    hookTimeout: 10 * minute,
    teardownTimeout: minute,
    // How many times the usual number of worlds are played, and from which seed: see test/world.
    provide: { worldTimes: Number(process.env['WORLD_TIMES'] ?? 1), worldSeed: Number(process.env['WORLD_SEED'] ?? 1) },
  },
});
