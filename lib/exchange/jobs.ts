/** The work that runs outside requests, and taking up again what a stopped server left. */
import { accessJobs } from '#lib/access/jobs.ts';
import { enqueue, type JobDefinition, startJobs, stopJobs } from '#lib/platform/jobs.ts';
import { log } from '#lib/platform/log.ts';
import { applyImport } from './imports/applying/jobs.ts';
import { cleanImports } from './imports/cleaning/jobs.ts';
import { readImport } from './imports/reading/jobs.ts';
import { applyJob, cleanJob, readJob } from './imports/rules.ts';
import { listUnfinished } from './imports/state/queries.ts';

export const exchangeJobs: readonly JobDefinition[] = [
  { name: readJob, atOnce: 2, run: readImport },
  { name: applyJob, atOnce: 1, run: applyImport },
  { name: cleanJob, atOnce: 1, run: cleanImports, cron: '17 3 * * *' },
];

/**
 * Starts working on imports in this process. An import that a server left reading or applying without a job, because it was stopped between the
 * two, gets its job now; where there is one already, nothing happens.
 * @param beside jobs of domains that this one may not know
 */
export async function startExchangeJobs(beside: readonly JobDefinition[] = []): Promise<void> {
  await startJobs([...accessJobs, ...exchangeJobs, ...beside]);
  for (const { id, status, askedBy } of await listUnfinished())
    await enqueue(status === 'reading' ? readJob : applyJob, id, { importId: id, actorId: askedBy });
}

const shortest = 1_000;
const longest = 60_000;

/**
 * Starts the jobs of this server beside its requests, again and again while the database is away, and lets go of them when it stops.
 * @param beside jobs of domains that this one may not know
 */
export function runJobs(beside: readonly JobDefinition[] = []): void {
  // The build loads the server's code as well, and has no database.
  if (process.env.NEXT_PHASE === 'phase-production-build') return;
  let stopping = false;
  const start = (wait: number) => {
    startExchangeJobs(beside).catch((error: unknown) => {
      log.warn({ err: error }, 'jobs could not be started; trying again');
      setTimeout(() => !stopping && start(Math.min(wait * 2, longest)), wait).unref();
    });
  };
  const stop = () => {
    stopping = true;
    stopJobs().catch((error: unknown) => log.warn({ err: error }, 'jobs did not stop in time'));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  start(shortest);
}
