import { stopJobs } from '#lib/platform/jobs.ts';
import { log } from '#lib/platform/log.ts';
import { startExchangeJobs } from './jobs.ts';

const shortest = 1_000;
const longest = 60_000;

/** Starts the jobs of this server beside its requests, again and again while the database is away, and lets go of them when it stops. */
export function runJobs(): void {
  // The build loads the server's code as well, and has no database.
  if (process.env.NEXT_PHASE === 'phase-production-build') return;
  let stopping = false;
  const start = (wait: number) => {
    startExchangeJobs().catch((error: unknown) => {
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
