/**
 * Work that outlives a request. A job carries ids alone: whoever runs it reads again what it is about and who asked for it. Each runs at
 * least once — a job whose process died is taken up again — so that every job must bear being started twice.
 */
import { PgBoss } from 'pg-boss';
import { database } from './database.ts';
import { log } from './log.ts';

export type JobIds = Record<string, string>;

/** One run: the ids it was given, whether it is the last attempt, and a signal that ends with the process. */
export type Run = { ids: JobIds; lastAttempt: boolean; signal: AbortSignal };
export type JobDefinition = {
  name: string;
  /** How many of these run at once in this process. */
  atOnce: number;
  run: (run: Run) => Promise<void>;
  /** As cron tells it, in UTC, for what comes round by itself. */
  cron?: string;
};

type Running = { boss: PgBoss; workers: Map<string, string> };
// Next loads this module once for pages and once for routes: one queue for both.
const holder = globalThis as { gatehouseJobs?: Promise<Running> };

/** Attempts after the first. The database may be away for a minute. */
const retries = 5;
/** A process that has not been heard of for this long, in seconds, is dead, and its jobs go to another. */
const heartbeat = 10;
const longestRun = 4 * 60 * 60;

async function open(): Promise<Running> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database().pool.query(text, values) },
    // Tables and functions belong to the owner, who makes them when migrating.
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    registerInstance: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'job queue'));
  await boss.start();
  return { boss, workers: new Map() };
}

function running(): Promise<Running> {
  holder.gatehouseJobs ??= open().catch((error: unknown) => {
    holder.gatehouseJobs = undefined;
    throw error;
  });
  return holder.gatehouseJobs;
}

async function ensureQueue(boss: PgBoss, name: string): Promise<void> {
  await boss.createQueue(name, {
    policy: 'exclusive',
    retryLimit: retries,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: longestRun,
    heartbeatSeconds: heartbeat,
    deleteAfterSeconds: 24 * 60 * 60,
  });
}

/**
 * Asks for a job. While one with the same name and key waits or runs, a second is not made: false.
 * @param key what the job is about, such as the import's id
 */
export async function enqueue(name: string, key: string, ids: JobIds): Promise<boolean> {
  const { boss, workers } = await running();
  await ensureQueue(boss, name);
  const id = await boss.send(name, ids, { singletonKey: key });
  const worker = workers.get(name);
  if (worker) boss.notifyWorker(worker);
  return id !== null;
}

/** Runs a statement within a transaction, as Prisma's client of one does. */
type Transaction = { $queryRawUnsafe(text: string, ...values: unknown[]): Promise<unknown> };

/** Asks for a job within a transaction: it is there once that commits, and never otherwise. A worker finds it within two seconds. */
export async function enqueueWithin(tx: Transaction, name: string, key: string, ids: JobIds): Promise<void> {
  const { boss } = await running();
  await ensureQueue(boss, name);
  const executeSql = async (text: string, values: unknown[] = []) => ({ rows: (await tx.$queryRawUnsafe(text, ...values)) as object[] });
  await boss.send(name, ids, { singletonKey: key, db: { executeSql } });
}

/** Takes up work of these kinds in this process, until stopJobs. */
export async function startJobs(definitions: readonly JobDefinition[]): Promise<void> {
  const { boss, workers } = await running();
  for (const definition of definitions) {
    if (workers.has(definition.name)) continue;
    await ensureQueue(boss, definition.name);
    const options = { localConcurrency: definition.atOnce, pollingIntervalSeconds: 2, includeMetadata: true } as const;
    const worker = await boss.work<JobIds, void, typeof options>(definition.name, options, async ([job]) => {
      if (!job) return;
      const lastAttempt = job.retryCount >= job.retryLimit;
      await definition.run({ ids: job.data ?? {}, lastAttempt, signal: job.signal }).catch((error: unknown) => {
        log.error({ err: error, job: definition.name, ids: job.data, lastAttempt }, 'job failed');
        throw error;
      });
    });
    workers.set(definition.name, worker);
    if (definition.cron) await boss.schedule(definition.name, definition.cron);
  }
}

/** Lets go of the queue: what runs has ten seconds to end, and is taken up again by the next process otherwise. */
export async function stopJobs(): Promise<void> {
  const opened = holder.gatehouseJobs;
  holder.gatehouseJobs = undefined;
  await (await opened?.catch(() => undefined))?.boss.stop({ graceful: true, timeout: 10_000 });
}
