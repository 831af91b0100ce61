/** The work of imports that runs outside requests, and taking up again what a stopped server left. */
import { read } from '#lib/platform/database.ts';
import { enqueue, type JobDefinition, startJobs } from '#lib/platform/jobs.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { applyImport } from './imports/applying.ts';
import { cleanImports } from './imports/cleaning.ts';
import { applyJob, cleanJob, readJob } from './imports/job-names.ts';
import { readImport } from './imports/reading.ts';

export const exchangeJobs: readonly JobDefinition[] = [
  { name: readJob, atOnce: 2, run: readImport },
  { name: applyJob, atOnce: 1, run: applyImport },
  { name: cleanJob, atOnce: 1, run: cleanImports, cron: '17 3 * * *' },
];

/**
 * Starts working on imports in this process. An import that a server left reading or applying without a job, because it was stopped between the
 * two, gets its job now; where there is one already, nothing happens.
 */
export async function startExchangeJobs(): Promise<void> {
  await startJobs(exchangeJobs);
  const left = await read({ actorId: null, read: 'every', write: [] }, (reader) =>
    reader.rows<{ id: string; created_by: string; status: string }>(
      Prisma.sql`SELECT id, created_by, status FROM imports WHERE status IN ('reading', 'applying')`,
    ),
  );
  for (const { id, created_by, status } of left)
    await enqueue(status === 'reading' ? readJob : applyJob, id, { importId: id, actorId: created_by });
}
