/** The audit log for an export, read through a cursor from one snapshot. */
import type pg from 'pg';
import type { Checkpoint, SealedEvent } from '#lib/access/audit/chain.ts';
import { all, conditions, resolve } from '#lib/access/audit/list/sql.ts';
import type { AuditFilter } from '#lib/access/audit/schema.ts';
import { checkpointsAfter, sealedColumns } from '#lib/access/audit/sealing.ts';
import { connect, type Query, type Scope, scopeScript } from '#lib/platform/database.ts';
import type { PersonalPart } from '#lib/platform/personal-data.ts';
import { Prisma } from '#prisma/generated/client.ts';

const batch = 500;
const longestPause = '2min';

/** A row of the sealed order: whole where it matches the filter and the reader may see it, otherwise its digest alone. */
export type ExportRow = {
  seq: number;
  digest: string;
  hash: string;
  event: SealedEvent | null;
  personal: PersonalPart[];
  actorName: string | null;
  teamName: string | null;
};

/** A snapshot of what was sealed, from the first event that matches to the checkpoint behind the last. Must be ended. */
export class LogSnapshot {
  readonly #client: pg.PoolClient;
  readonly #where: Prisma.Sql;
  readonly count: number;
  /** Where the rows begin: after a checkpoint, or at the first. */
  readonly from: { seq: number; hash: string } | null;
  readonly #until: number;
  readonly checkpoints: readonly Checkpoint[];
  #ended = false;

  private constructor(client: pg.PoolClient, where: Prisma.Sql, found: Found, checkpoints: readonly Checkpoint[]) {
    this.#client = client;
    this.#where = where;
    this.count = found.count;
    const before = checkpoints.filter((each) => each.seq < found.first).at(-1);
    const behind = checkpoints.find((each) => each.seq >= found.last);
    this.from = before ? { seq: before.seq, hash: before.hash } : null;
    this.#until = behind?.seq ?? Number.MAX_SAFE_INTEGER;
    this.checkpoints = checkpoints.filter((each) => each.seq >= (before?.seq ?? 0) && each.seq <= this.#until);
  }

  static async open(scope: Scope, actorId: string, filter: AuditFilter): Promise<LogSnapshot> {
    const client = await connect();
    try {
      await client.query(
        `BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;${scopeScript(scope)};SET LOCAL idle_in_transaction_session_timeout = '${longestPause}'`,
      );
      const rows = async <R extends pg.QueryResultRow>(query: Query) => (await client.query<R>(query.text, query.values)).rows;
      const where = all(conditions(filter, scope.read, actorId, await resolve({ rows }, filter)));
      const [found] = await rows<Found>(Prisma.sql`
        SELECT count(*)::int AS count, coalesce(min(s.seq), 0)::float8 AS first, coalesce(max(s.seq), 0)::float8 AS last
        FROM audit_events e JOIN audit_seals s ON s.event_id = e.id WHERE ${where}`);
      const checkpoints: Checkpoint[] = [];
      const queryable = {
        query: async <R>(text: string, values?: unknown[]) => ({ rows: (await client.query(text, values)).rows as R[] }),
      };
      for (let more = true; more; ) {
        const next = await checkpointsAfter(queryable, checkpoints.at(-1)?.number ?? 0, 5_000);
        checkpoints.push(...next);
        more = next.length > 0;
      }
      return new LogSnapshot(client, where, found ?? { count: 0, first: 0, last: 0 }, checkpoints);
    } catch (error) {
      client.release(error instanceof Error ? error : true);
      throw error;
    }
  }

  /** The rows in their order. @param whole those that match alone, without the digests between them. */
  async *rows(whole: boolean): AsyncGenerator<ExportRow> {
    if (this.count === 0) return;
    try {
      for (let seq = this.from?.seq ?? 0; ; ) {
        const chain = await this.#chain(seq);
        const last = chain.at(-1);
        if (!last) return;
        const events = await this.#events(chain.map((row) => row.event_id));
        for (const { event_id, ...seal } of chain) {
          const event = events.get(event_id);
          if (event) yield { ...seal, ...event };
          else if (!whole) yield { ...seal, event: null, personal: [], actorName: null, teamName: null };
        }
        seq = last.seq;
      }
    } finally {
      await this.end();
    }
  }

  async #chain(after: number): Promise<{ seq: number; digest: string; hash: string; event_id: string }[]> {
    const { rows } = await this.#client.query<{ seq: number; digest: string; hash: string; event_id: string }>(
      `SELECT seq::float8 AS seq, encode(digest, 'hex') AS digest, encode(hash, 'hex') AS hash, event_id FROM audit_seals
       WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT ${batch}`,
      [after, this.#until],
    );
    return rows;
  }

  async #events(ids: readonly string[]): Promise<Map<string, Omit<ExportRow, 'seq' | 'digest' | 'hash'>>> {
    const query = Prisma.sql`
      SELECT ${Prisma.raw(sealedColumns)}, coalesce(u.name, s.name) AS actor_name, (SELECT t.name FROM teams t WHERE t.id = e.team_id) AS team_name,
        (SELECT json_agg(json_build_object('id', p.id, 'subject', p.subject_id, 'salt', encode(p.salt, 'hex'), 'data', p.data))
         FROM jsonb_array_elements(e.personal) c JOIN audit_personal p ON p.id = (c ->> 'id')::uuid) AS parts
      FROM audit_events e LEFT JOIN users u ON e.actor_type = 'person' AND u.id = e.actor_id
      LEFT JOIN service_accounts s ON e.actor_type = 'service' AND s.id = e.actor_id
      WHERE e.id = ANY (${ids}::uuid[]) AND ${this.#where}`;
    type Row = SealedEvent & { actor_name: string | null; team_name: string | null; parts: PersonalPart[] | null };
    const { rows } = await this.#client.query<Row>(query.text, query.values);
    return new Map(
      rows.map(({ actor_name, team_name, parts, ...event }) => [
        event.id,
        { event, personal: parts ?? [], actorName: actor_name, teamName: team_name },
      ]),
    );
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

type Found = { count: number; first: number; last: number };
