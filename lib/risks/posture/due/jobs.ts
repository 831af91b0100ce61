import { now } from '#lib/platform/clock.ts';
import type { JobDefinition } from '#lib/platform/jobs.ts';
import { foldTallies, settleDue, settleJob, settlePassed } from './commands.ts';

/** What a change leaves due has a job of its own; what is older has lost it. */
const lost = 60_000;

export const dueJobs: readonly JobDefinition[] = [
  {
    name: settleJob,
    atOnce: 1,
    run: async ({ signal }) => {
      await settleDue(now(), signal);
    },
  },
  {
    name: 'risks.sweep',
    atOnce: 1,
    cron: '* * * * *',
    run: async ({ signal }) => {
      const at = now();
      await settleDue(new Date(at.getTime() - lost), signal);
      await settlePassed(at, signal);
      await foldTallies();
    },
  },
];
