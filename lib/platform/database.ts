/**
 * The two ways to Postgres. `read` runs SQL in a read-only transaction under the reader's scope; `transact` (its own file) writes
 * through Prisma. Both set the scope inside the transaction, so that nothing of it survives on a pooled connection.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Prisma, PrismaClient } from '#prisma/generated/client.ts';
import { env } from './env.ts';
import { AppError } from './errors.ts';
import { log } from './log.ts';

/** Rows that a transaction may see and write: every one, or those of these teams (UUIDs). */
export type Rows = 'every' | readonly string[];
export type Scope = { actorId: string | null; read: Rows; write: Rows };

/** A query as Prisma's `sql` tag builds it: text with $1…$n and its values, never put together from strings. */
export type Query = Prisma.Sql;

type Database = { pool: pg.Pool; prisma: PrismaClient };
// Next loads this module once for pages and once for routes, and again at each change in development: one pool for all of them.
const holder = globalThis as { gatehouseDatabase?: Database; gatehouseBeginning?: AsyncLocalStorage<Held> };

/** Begins a statement that is planned once a connection: what goes by the same way always, and takes longer to plan than to do. */
export const planKept = '/* plan kept */';

/**
 * The name under which a connection keeps the plan of a statement of Prisma's, or none. Appending to the audit log goes by the same plan
 * always, and planning it takes as long as doing it; whatever reads by a person's filters is planned for its values.
 */
const nameOf = ({ sql }: { sql: string }) => {
  if (!sql.startsWith(planKept) && !sql.includes('INSERT INTO audit_events')) return '';
  // The same few statements over and over.
  let name = names.get(sql);
  if (!name) {
    if (names.size >= mostNames) names.clear();
    name = `kept ${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`;
    names.set(sql, name);
  }
  return name;
};
const names = new Map<string, string>();
const mostNames = 200;

function open(): Database {
  const pool = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: env().GATEHOUSE_POOL_SIZE,
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  // A connection that dies is replaced at the next use, and a query that waits for it fails by itself; without listeners, for those that are
  // idle and for those that are taken, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  tellConnections(pool);
  // Minimal, for the usual message of a wrong call prints its arguments, and those may be secret.
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator: nameOf }), errorFormat: 'minimal' }) };
}

/** The connection that a transaction of Prisma's has, as long as it has it. */
type Held = { client: pg.PoolClient | null };
// One for all of them too: whoever loaded the pool tells those who loaded this module again.
holder.gatehouseBeginning ??= new AsyncLocalStorage<Held>();
const beginning = holder.gatehouseBeginning;

/** Has whoever takes a connection for a transaction within `holding` told which. */
function tellConnections(pool: pg.Pool): void {
  const connect: typeof pool.connect = pool.connect.bind(pool);
  const told = async () => {
    const client: pg.PoolClient = await connect();
    const held = beginning.getStore();
    if (!held || held.client) return client;
    held.client = client;
    const release = client.release;
    client.release = (error) => {
      held.client = null;
      release.call(client, error);
    };
    return client;
  };
  pool.connect = ((done?: Parameters<typeof connect>[0]) => (done ? connect(done) : told())) as typeof connect;
}

/**
 * Runs a transaction of Prisma's with a reader of its own connection: what is SQL from end to end goes past Prisma, which takes as long over a
 * short statement as the database. The reader ends with the transaction.
 */
export function holding<T>(transaction: (reader: Reader) => Promise<T>): Promise<T> {
  const held: Held = { client: null };
  const reader: Reader = {
    rows: async <R extends pg.QueryResultRow>(query: Query) => {
      if (!held.client) throw new Error('A transaction that is over runs no statements.');
      return (await held.client.query<R>({ name: nameOf({ sql: query.text }), text: query.text, values: query.values })).rows;
    },
  };
  return beginning.run(held, () => transaction(reader));
}

export function database(): Database {
  holder.gatehouseDatabase ??= open();
  return holder.gatehouseDatabase;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A scope as the settings that the policies read. Everything in it is a UUID or a word of ours; anything else throws. */
export function scopeSettings(scope: Scope): Record<string, string> {
  const ids = (rows: Rows) => (rows === 'every' ? [] : rows);
  for (const id of [...ids(scope.read), ...ids(scope.write), ...(scope.actorId ? [scope.actorId] : [])]) {
    if (!uuid.test(id)) throw new Error('A scope holds something that is not a UUID.');
  }
  return {
    'app.actor_id': scope.actorId ?? '',
    'app.every_team': scope.read === 'every' ? 'on' : 'off',
    'app.team_ids': `{${ids(scope.read).join(',')}}`,
    'app.write_every_team': scope.write === 'every' ? 'on' : 'off',
    'app.write_team_ids': `{${ids(scope.write).join(',')}}`,
  };
}

/** The settings as one script of SET LOCAL: safe to put together, because scopeSettings lets nothing but UUIDs through. */
export function scopeScript(scope: Scope): string {
  return Object.entries(scopeSettings(scope))
    .map(([name, value]) => `SET LOCAL ${name} = '${value}'`)
    .join(';');
}

export type Reader = {
  /** All rows of a query. The type is the caller's word for what the SQL selects. */
  rows<T extends pg.QueryResultRow>(query: Query): Promise<T[]>;
};

/** No question that a person waits for may take longer: whoever asked has gone, and the database would go on. */
const longestRead = '30s';

/**
 * Runs queries in one read-only snapshot, cut to the scope. The statement text goes unnamed, so that Postgres plans it for its values; unless it begins
 * with `planKept`.
 * @throws AppError `unavailable` when the database cannot be reached; a statement that takes over half a minute is ended (57014).
 */
export async function read<T>(scope: Scope, work: (reader: Reader) => Promise<T>): Promise<T> {
  const client = await connect();
  try {
    const begun = client.query(
      `BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;SET LOCAL statement_timeout = '${longestRead}';${scopeScript(scope)}`,
    );
    begun.catch(() => undefined);
    const result = await work({
      rows: async <R extends pg.QueryResultRow>(query: Query) => {
        await begun;
        const { text, values } = query;
        const named = text.startsWith(planKept) ? { name: nameOf({ sql: text }), text, values } : { text, values };
        return (await client.query<R>(named)).rows;
      },
    });
    // The answer is complete; ending the transaction need not hold it up.
    client.query('COMMIT').then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
    return result;
  } catch (error) {
    client.release(error instanceof Error && !(error instanceof AppError) ? error : await rolledBack(client));
    throw error;
  }
}

/** A connection of the pool, for what Prisma cannot do: COPY and cursors. The caller releases it. */
export async function connect(): Promise<pg.PoolClient> {
  try {
    return await database().pool.connect();
  } catch (cause) {
    log.error({ err: cause }, 'database unreachable');
    throw new AppError('unavailable', 'The database cannot be reached. Nothing was changed; try again in a moment.', { retryAfter: 5 });
  }
}

async function rolledBack(client: pg.PoolClient): Promise<Error | undefined> {
  return client.query('ROLLBACK').then(
    () => undefined,
    (error: Error) => error,
  );
}
