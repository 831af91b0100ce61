/** The work of approvals that runs outside requests. */
import { now } from '#lib/platform/clock.ts';
import type { JobDefinition } from '#lib/platform/jobs.ts';
import { expire, remind } from './ending/commands.ts';
import { judgeJob, judgeLeft } from './staleness/commands.ts';
import { tellStale } from './telling/commands.ts';

export const approvalJobs: readonly JobDefinition[] = [
  {
    name: judgeJob,
    atOnce: 1,
    run: async ({ signal }) => {
      await judgeLeft(signal);
      await tellStale(signal);
    },
  },
  {
    name: 'approvals.sweep',
    atOnce: 1,
    cron: '* * * * *',
    run: async ({ signal }) => {
      await judgeLeft(signal);
      await expire(now(), signal);
      await tellStale(signal);
      await remind(now(), signal);
    },
  },
];
