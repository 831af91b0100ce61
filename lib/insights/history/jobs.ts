/** The day is written down while it lasts: what a stopped server did not see stays a gap. */
import type { JobDefinition } from '#lib/platform/jobs.ts';
import { recordDay } from './commands.ts';

export const recordJob = 'insights.record';

/** Every half hour, in the last minute of the UTC day for the last time. */
export const historyJobs: readonly JobDefinition[] = [
  {
    name: recordJob,
    atOnce: 1,
    cron: '29,59 * * * *',
    run: async () => {
      await recordDay();
    },
  },
];
