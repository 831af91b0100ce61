import { defineConfig } from 'vitest/config';

// A zone that no machine of ours is in: UTC+12:45, with daylight saving time.
process.env.TZ = 'Pacific/Chatham';

const everywhere = '{app,bin,components,lib,prisma}';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${everywhere}/**/*.test.{ts,tsx}`],
          exclude: ['**/*.db.test.ts', '**/generated/**', '**/node_modules/**'],
          setupFiles: ['bin/testing/no-logged-errors.ts'],
          // A slow machine is no failure: what is too slow is measured by the bench.
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'database',
          include: [`${everywhere}/**/*.db.test.ts`],
          exclude: ['**/generated/**', '**/node_modules/**'],
          globalSetup: ['bin/testing/database-setup.ts'],
          setupFiles: ['bin/testing/no-logged-errors.ts', 'bin/testing/database-copy.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
