import type { JobDefinition } from '#lib/platform/jobs.ts';
import { log } from '#lib/platform/log.ts';
import { failRecalculation, recalculate, recalculateJob, resumeRecalculations } from './commands.ts';

const wentWrong =
  'Something went wrong on our side. Levels may differ from what the catalogue says until the next recalculation; tell your administrator.';

export const recalculationJobs: readonly JobDefinition[] = [
  { name: 'risks.resume', atOnce: 1, cron: '* * * * *', run: resumeRecalculations },
  {
    name: recalculateJob,
    atOnce: 1,
    run: async ({ ids, lastAttempt, signal }) => {
      const id = String(ids['recalculationId']);
      try {
        await recalculate(id, signal);
      } catch (error) {
        if (!lastAttempt) throw error;
        log.error({ err: error, recalculationId: id }, 'recalculation failed');
        await failRecalculation(id, wentWrong);
      }
    },
  },
];
