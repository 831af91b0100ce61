/** A process that changes assets as the server does, with and without the audit log, and one that is asked how far the sealer lags behind. */
import { performance } from 'node:perf_hooks';
import { call } from '@orpc/server';
import pg from 'pg';
import { actorOfToken } from '#lib/access/actor.ts';
import { keyFrom } from '#lib/access/audit/keys.ts';
import { runSealer } from '#lib/access/audit/sealer.ts';
import type { Actor } from '#lib/access/policy.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import { type Act, append } from '#lib/platform/audit.ts';
import { database } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';

export type AuditTask =
  | { task: 'write'; clients: number; seconds: number; rounds: number; token: string; assets: string[] }
  | { task: 'seal'; perSecond: number; seconds: number; actorId: string };
export type AuditAnswer = { with: number[]; without: number[]; lags: number[] } | { failure: string };

const actOf = (actorId: string): Act => ({
  actorId,
  requestId: newId(),
  operationId: newId(),
  address: '192.0.2.1',
  via: { type: 'session', id: newId() },
});

type Held = ReturnType<typeof database>;
const holder = globalThis as { gatehouseDatabase?: Held };

/** The same connections, with the statement that writes the log left out: all else of a change happens as ever. */
function withoutLog({ pool, prisma }: Held): Held {
  const silent = new Proxy(prisma, {
    get: (client, name) =>
      name !== '$transaction'
        ? Reflect.get(client, name)
        : (work: (tx: object) => Promise<unknown>, options: object) =>
            client.$transaction(
              (tx) =>
                work(
                  new Proxy(tx, {
                    get: (inner, each) =>
                      each !== '$executeRaw'
                        ? Reflect.get(inner, each)
                        : (query: TemplateStringsArray | { sql: string }, ...values: unknown[]) =>
                            ('sql' in query ? query.sql : query.join('')).includes('audit_')
                              ? Promise.resolve(1)
                              : inner.$executeRaw(query as TemplateStringsArray, ...values),
                  }),
                ),
              options,
            ),
  });
  return { pool, prisma: silent as Held['prisma'] };
}

/** Edits assets one after the other through the operation that the API offers, until the time is over; returns how many. */
async function editUntil(actor: Actor, assets: readonly string[], versions: Map<string, number>, until: number): Promise<number> {
  let done = 0;
  for (; performance.now() < until; done += 1) {
    const id = assets[done % assets.length] ?? '';
    const version = versions.get(id) ?? 1;
    const context = { actor, requestId: newId(), address: '192.0.2.1' };
    const edited = await call(assetOperations.edit, { id, version, description: `edited ${version}` }, { context });
    versions.set(id, edited.version);
  }
  return done;
}

/** Changes a second in each round, with and without in turn, so that whatever else the machine does falls on both. */
async function write({ clients, seconds, rounds, token, assets }: Extract<AuditTask, { task: 'write' }>): Promise<AuditAnswer> {
  const rates = { with: [] as number[], without: [] as number[] };
  const actor = await actorOfToken(token);
  if (!actor) throw new Error('The session of the bench does not hold.');
  const versions = new Map<string, number>();
  const logged = database();
  const silent = withoutLog(logged);
  for (let round = 0; round < rounds * 2; round += 1) {
    const audited = (round + (round >> 1)) % 2 === 0;
    holder.gatehouseDatabase = audited ? logged : silent;
    const began = performance.now();
    const done = await Promise.all(
      Array.from({ length: clients }, (_, client) =>
        editUntil(
          actor,
          assets.filter((_each, at) => at % clients === client),
          versions,
          began + seconds * 1000,
        ),
      ),
    );
    const rate = (done.reduce((sum, each) => sum + each, 0) * 1000) / (performance.now() - began);
    // The first pair warms everything up.
    if (round > 1) (audited ? rates.with : rates.without).push(rate);
  }
  holder.gatehouseDatabase = logged;
  return { ...rates, lags: [] };
}

/** A busy machine is no failure: what is slow shows in the figures. */
const patient = { maxWait: 60_000, timeout: 60_000 };

/** Writes events at a steady rate beside a sealer and tells, of each, how long after its commit its seal was there, in milliseconds. */
async function seal({ perSecond, seconds, actorId }: Extract<AuditTask, { task: 'seal' }>): Promise<AuditAnswer> {
  const stop = new AbortController();
  const url = process.env.DATABASE_URL ?? '';
  const sealing = runSealer({ url, key: keyFrom(undefined, 'a key of this bench'), witnesses: [], signal: stop.signal });
  const watcher = new pg.Client({ connectionString: url });
  await watcher.connect();
  await watcher.query("SELECT set_config('app.every_team', 'on', false)");
  const committed = new Map<string, number>();
  const lags: number[] = [];
  const began = performance.now();
  const each = 20;
  const writers = Array.from({ length: 10 }, async (_, writer) => {
    const batches = (perSecond * seconds) / each / 10;
    for (let at = 0; at < batches; at += 1) {
      const due = began + ((at * 10 + writer) * each * 1000) / perSecond;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      const act = actOf(actorId);
      await database().prisma.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT set_config('app.actor_id', ${actorId}, true)`;
        await append(
          tx,
          act,
          Array.from({ length: each }, (_, n) => ({
            event: 'asset.edited' as const,
            targetType: 'asset',
            targetId: newId(),
            teamId: null,
            before: { stage: 'develop', name: `Old ${n}` },
            after: { stage: 'deploy', name: `New ${n}` },
          })),
        );
      }, patient);
      committed.set(act.operationId, performance.now());
    }
  });
  let writing = true;
  const watching = (async () => {
    for (let seq = 0; writing || committed.size > 0; ) {
      const { rows } = await watcher.query<{ seq: string; operation_id: string }>(
        'SELECT s.seq, e.operation_id FROM audit_seals s JOIN audit_events e ON e.id = s.event_id WHERE s.seq > $1 ORDER BY s.seq',
        [seq],
      );
      const seen = performance.now();
      for (const row of rows) {
        const at = committed.get(row.operation_id);
        if (at !== undefined) lags.push(...Array.from({ length: each }, () => seen - at));
        committed.delete(row.operation_id);
      }
      seq = Number(rows.at(-1)?.seq ?? seq);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  await Promise.all(writers);
  writing = false;
  await watching;
  stop.abort();
  await sealing;
  await watcher.end();
  return { with: [(perSecond * seconds * 1000) / (performance.now() - began)], without: [], lags };
}

process.on('message', (task: AuditTask) => {
  (task.task === 'write' ? write(task) : seal(task)).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
