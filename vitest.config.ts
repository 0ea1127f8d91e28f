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
    // Real servers on two cores: a limit that only what hangs reaches.
    testTimeout: 3 * minute,
    // The first file that asks for MLflow also waits for its installation.
    hookTimeout: 10 * minute,
    teardownTimeout: minute,
    expect: { poll: { timeout: 20_000 } },
    // How many times the usual number of worlds are played, and from which seed: see test/world.
    // Over how many lanes the storm of alerts goes: see `npm run long:alerts`.
    provide: {
      worldTimes: Number(process.env['WORLD_TIMES'] ?? 1),
      worldSeed: Number(process.env['WORLD_SEED'] ?? 1),
      alertLanes: Number(process.env['ALERT_LANES'] ?? 20),
    },
  },
});
