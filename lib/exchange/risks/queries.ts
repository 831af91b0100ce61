/** The risks of an export, read through a cursor: one snapshot, and no more than a few hundred of them in memory. */
import type pg from 'pg';
import { now } from '#lib/platform/clock.ts';
import { connect, type Query, type Scope, scopeScript } from '#lib/platform/database.ts';
import { all, conditions, find, type ListedRisk, names, rowColumns, toRow } from '#lib/risks/register/list/sql.ts';
import { type Sort, usualSort } from '#lib/risks/register/rules.ts';
import type { RiskFilter, RiskRow } from '#lib/risks/register/schema.ts';
import { Prisma } from '#prisma/generated/client.ts';

const batch = 500;
/** The stream gives up whoever takes nothing after a minute; this is for a process that hangs with the snapshot open. */
const longestPause = '2min';

const columns: Record<string, string> = { level: 'r.level', due: 'r.due_at', changed: 'r.updated_at', opened: 'r.opened_at' };

function orderOf(sort: Sort): Prisma.Sql {
  const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
  return Prisma.raw(`${columns[sort.replace('-', '')] ?? 'r.level'} ${direction} NULLS LAST, r.id ${direction}`);
}

/** A risk as a file tells it: its row, with what was written of it. */
export type ExportRisk = RiskRow & { setReason: string | null; target: number | null; notes: string };
type Row = ListedRisk & { set_reason: string | null; target: number | null; notes: string };

export type Selection = { scope: Scope; teams: readonly string[] | 'every'; filter: RiskFilter; sort?: Sort };

/** A snapshot that an export reads from, with the number of its risks. Must be read to the end or ended. */
export class RiskSnapshot {
  readonly #client: pg.PoolClient;
  readonly count: number;
  #ended = false;

  private constructor(client: pg.PoolClient, count: number) {
    this.#client = client;
    this.count = count;
  }

  static async open({ scope, teams, filter, sort = usualSort }: Selection): Promise<RiskSnapshot> {
    const client = await connect();
    try {
      await client.query(
        `BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;${scopeScript(scope)};SET LOCAL idle_in_transaction_session_timeout = '${longestPause}'`,
      );
      const rows = async <R extends pg.QueryResultRow>(query: Query) => (await client.query<R>(query.text, query.values)).rows;
      const where = all(conditions(filter, teams, await find({ rows }, filter.q, 'all')));
      const [counted] = await rows<{ count: number }>(Prisma.sql`SELECT count(*)::int AS count FROM risk_list r WHERE ${where}`);
      await rows(Prisma.sql`DECLARE exported NO SCROLL CURSOR FOR
        SELECT ${rowColumns}, r.set_reason, r.target, r.notes FROM risk_list r ${names} WHERE ${where} ORDER BY ${orderOf(sort)}`);
      return new RiskSnapshot(client, counted?.count ?? 0);
    } catch (error) {
      client.release(error instanceof Error ? error : true);
      throw error;
    }
  }

  async *risks(): AsyncGenerator<ExportRisk> {
    const at = now();
    try {
      for (;;) {
        const { rows } = await this.#client.query<Row>(`FETCH ${batch} FROM exported`);
        if (rows.length === 0) return;
        for (const row of rows) yield { ...toRow(row, at), setReason: row.set_reason, target: row.target, notes: row.notes };
      }
    } finally {
      await this.end();
    }
  }

  /** Lets go of the snapshot; doing it twice does no harm. */
  async end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#client.query('ROLLBACK').then(
      () => this.#client.release(),
      (error: Error) => this.#client.release(error),
    );
  }
}
