import { defineConfig } from 'vitest/config';

process.env.TZ = 'Pacific/Chatham';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{app,bin,components,lib,prisma}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', '**/generated/**'],
        },
      },
    ],
  },
});
