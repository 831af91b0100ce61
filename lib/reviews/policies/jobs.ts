import { now } from '#lib/platform/clock.ts';
import type { JobDefinition } from '#lib/platform/jobs.ts';
import { askDue } from './asking/commands.ts';
import { askJob } from './commands.ts';

/** What a change leaves has a job of its own; what is older has lost it. */
const lost = 60_000;

export const policyJobs: readonly JobDefinition[] = [
  {
    name: askJob,
    atOnce: 1,
    run: async ({ signal }) => {
      await askDue(now(), signal);
    },
  },
  {
    name: 'reviews.ask-lost',
    atOnce: 1,
    cron: '* * * * *',
    run: async ({ signal }) => {
      await askDue(new Date(now().getTime() - lost), signal);
    },
  },
];
