/** The work of access that runs outside requests. */
import type { JobDefinition } from '#lib/platform/jobs.ts';
import { linkMailJob } from './links/commands.ts';
import { mailLink } from './links/jobs.ts';
import { expireMemberships } from './memberships/jobs.ts';
import { cleanNotices, remindJob, tellOfExpiring } from './notices/jobs.ts';
import { forgottenJob } from './users/resets/commands.ts';
import { mailForgotten } from './users/resets/jobs.ts';

/** Rights that expire are not counted from that moment on; within five minutes they are out of the books too. */
const expiryJob: JobDefinition = {
  name: 'access.expire',
  atOnce: 1,
  cron: '*/5 * * * *',
  run: async () => {
    await expireMemberships();
  },
};

export const accessJobs: readonly JobDefinition[] = [
  { name: linkMailJob, atOnce: 2, run: mailLink },
  { name: forgottenJob, atOnce: 1, run: mailForgotten },
  { name: 'access.expiring', atOnce: 1, run: tellOfExpiring, cron: '7 6 * * *' },
  { name: 'notices.remind', atOnce: 1, run: remindJob, cron: '*/5 * * * *' },
  { name: 'notices.clean', atOnce: 1, run: cleanNotices, cron: '23 2 * * *' },
  expiryJob,
];
