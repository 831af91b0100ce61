/** The work of access that runs outside requests. */
import type { JobDefinition } from '#lib/platform/jobs.ts';
import { linkMailJob } from './links/commands.ts';
import { mailLink } from './links/jobs.ts';
import { noticeJob } from './notices/commands.ts';
import { mailNotice, tellOfExpiring } from './notices/jobs.ts';

export const accessJobs: readonly JobDefinition[] = [
  { name: linkMailJob, atOnce: 2, run: mailLink },
  { name: noticeJob, atOnce: 2, run: mailNotice },
  { name: 'access.expiring', atOnce: 1, run: tellOfExpiring, cron: '7 6 * * *' },
];
