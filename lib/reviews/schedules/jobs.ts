import { now } from '#lib/platform/clock.ts';
import type { JobDefinition } from '#lib/platform/jobs.ts';
import { runSchedules } from './running/commands.ts';

export const scheduleJobs: readonly JobDefinition[] = [
  {
    name: 'reviews.run-schedules',
    atOnce: 1,
    cron: '* * * * *',
    run: async ({ signal }) => {
      await runSchedules(now(), signal);
    },
  },
];
