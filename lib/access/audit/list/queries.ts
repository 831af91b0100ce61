/** The list of events: pages by keyset in either direction, totals, and how many events each value of a filter has. */
import { type Actor, teamsWith } from '#lib/access/policy.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { type Reader, read, type Scope } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type AuditFacet, countedExactly, eventLabel, targetLabel } from '../rules.ts';
import type { AuditFacetCounts, AuditFilter, AuditListInput, AuditNames, AuditPage, AuditRow } from '../schema.ts';
import { type EventRow, eventColumns, eventJoins, toldBy } from '../sql.ts';
import { all, conditions, namesOf, resolve } from './sql.ts';

/** The scope in which the actor reads the log: the teams where they hold the right to. */
export const logScope = (actor: Actor) => ({ actorId: actor.id, read: teamsWith(actor, 'audit.read'), write: [] }) satisfies Scope;

export type ListedEvent = EventRow & { team_name: string | null };
export const listedColumns = Prisma.sql`${eventColumns}, (SELECT t.name FROM teams t WHERE t.id = e.team_id) AS team_name`;

/** One page of events within the actor's rights, newest first unless asked otherwise, and the cursors of its neighbours. */
export async function listEvents(actor: Actor, input: AuditListInput): Promise<AuditPage> {
  const scope = logScope(actor);
  const backwards = input.before !== undefined && input.after === undefined;
  const descending = (input.sort === '-at') !== backwards;
  return read(scope, async (reader) => {
    const where = conditions(input, scope.read, actor.id, await resolve(reader, input));
    const cursor = input.after ?? input.before;
    if (cursor) {
      const [at, id] = decodeCursor(cursor, backwards ? 'before' : 'after', input.sort, ['time', 'id']);
      where.push(Prisma.sql`(e.at, e.id) ${descending ? Prisma.sql`<` : Prisma.sql`>`} (${String(at)}::timestamptz, ${id}::uuid)`);
    }
    const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
    // The page's rows are found first and looked up afterwards: names and personal parts of fifty rows, not of all that match.
    const found = await reader.rows<ListedEvent>(Prisma.sql`
      SELECT ${listedColumns} FROM (SELECT * FROM audit_events e WHERE ${all(where)} ORDER BY e.at ${direction}, e.id ${direction} LIMIT ${input.limit + 1}) e
      ${eventJoins} ORDER BY e.at ${direction}, e.id ${direction}`);
    const more = found.length > input.limit;
    const shown = found.slice(0, input.limit);
    if (backwards) shown.reverse();
    const cursorOf = (row: ListedEvent | undefined) => (row ? encodeCursor({ sort: input.sort, values: [row.exact, row.id] }) : null);
    return {
      rows: await toRows(reader, shown),
      next: backwards || more ? cursorOf(shown.at(-1)) : null,
      previous: (backwards ? more : input.after !== undefined) ? cursorOf(shown[0]) : null,
    };
  });
}

/** Rows as they are answered, with what their things are called. */
export async function toRows(reader: Reader, rows: readonly ListedEvent[]): Promise<AuditRow[]> {
  const told = rows.map((row) => ({ row, values: toldBy(row) }));
  const ownerOf = ({ row, values }: (typeof told)[number]) => values.after?.['userId'] ?? values.before?.['userId'] ?? row.actor_id;
  const names = await namesOf(
    reader,
    told.map((each) =>
      each.row.target_type === 'session'
        ? { type: 'user', id: String(ownerOf(each) ?? '') || null }
        : { type: each.row.target_type, id: each.row.target_id },
    ),
  );
  return told.map((each) => {
    const { row, values } = each;
    const session = row.target_type === 'session' ? names.get(String(ownerOf(each))) : undefined;
    const fields = new Set([values.before, values.after].flatMap((side) => Object.keys(side ?? {})));
    const kept = values.after?.['name'] ?? values.before?.['name'] ?? values.after?.['fileName'];
    return {
      id: row.id,
      at: row.at.toISOString(),
      event: row.event,
      actorId: row.actor_id,
      actorType: row.actor_type,
      actorName: row.actor_name,
      targetType: row.target_type,
      targetId: row.target_id,
      targetName: session ? `a session of ${session}` : (names.get(row.target_id ?? '') ?? (typeof kept === 'string' ? kept : null)),
      teamName: row.team_name,
      address: values.address ?? addressIn(values.after),
      via: row.via,
      fields: [...fields].sort(),
    };
  });
}

/** Of a sign-in, nobody acted yet when it came: the session says from where. */
const addressIn = (after: Record<string, unknown> | null) => (typeof after?.['address'] === 'string' ? after['address'] : null);

/** Counting is asked for after the rows stand and may take this long, in milliseconds. */
const patience = 2_000;

async function within<T>(scope: Scope, work: (reader: Reader) => Promise<T>): Promise<T | null> {
  return read(scope, async (reader) => {
    await reader.rows(Prisma.sql`SELECT set_config('statement_timeout', ${String(patience)}, true)`);
    return work(reader);
  }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === '57014') return null;
    throw error;
  });
}

/** How many events match, exact up to the limit. @throws AppError `unavailable` where counting takes too long. */
export async function countEvents(actor: Actor, filter: AuditFilter): Promise<{ total: number; more: boolean }> {
  const scope = logScope(actor);
  const total = await within(scope, async (reader) => {
    const where = all(conditions(filter, scope.read, actor.id, await resolve(reader, filter)));
    const [row] = await reader.rows<{ total: number }>(
      Prisma.sql`SELECT count(*)::int AS total FROM (SELECT 1 FROM audit_events e WHERE ${where} LIMIT ${countedExactly + 1}) counted`,
    );
    return row?.total ?? 0;
  });
  if (total === null) throw new AppError('unavailable', 'There are too many events to count these in time. Another filter helps.');
  return { total: Math.min(total, countedExactly), more: total > countedExactly };
}

/** Where all cannot be counted in time, the newest of this many events tell which values there are, without numbers. */
const sampled = 20_000;
const shownValues = 50;

const facetColumns: Record<AuditFacet, { value: Prisma.Sql; label: Prisma.Sql }> = {
  event: { value: Prisma.sql`e.event`, label: Prisma.sql`c.value` },
  targetType: { value: Prisma.sql`e.target_type`, label: Prisma.sql`c.value` },
  actor: {
    value: Prisma.sql`coalesce(e.actor_id::text, 'none')`,
    label: Prisma.sql`coalesce((SELECT name FROM users WHERE id::text = c.value), (SELECT name FROM service_accounts WHERE id::text = c.value), 'Gatehouse')`,
  },
  team: {
    value: Prisma.sql`coalesce((SELECT t.key FROM teams t WHERE t.id = e.team_id), 'none')`,
    label: Prisma.sql`coalesce((SELECT name FROM teams WHERE key = c.value), 'No team')`,
  },
};

const words: Partial<Record<AuditFacet, (value: string) => string>> = { event: eventLabel, targetType: targetLabel };

/** The values of one filter with how many events each would show, the other filters standing; the most frequent first. */
export async function countAuditFacet(
  actor: Actor,
  { facet, term, ...filter }: AuditFilter & { facet: AuditFacet; term?: string },
): Promise<AuditFacetCounts> {
  const scope = logScope(actor);
  const { value, label } = facetColumns[facet];
  const ask = (reader: Reader, where: Prisma.Sql, from: Prisma.Sql) =>
    reader.rows<{ value: string; label: string; count: number }>(Prisma.sql`
      SELECT c.value, ${label} AS label, c.count FROM (SELECT ${value} AS value, count(*)::int AS count FROM ${from} WHERE ${where} GROUP BY 1) c
      ORDER BY c.count DESC, c.value LIMIT 500`);
  const whereOf = async (reader: Reader) => all(conditions(filter, scope.read, actor.id, await resolve(reader, filter), facet));
  const counted = await within(scope, async (reader) => ask(reader, await whereOf(reader), Prisma.sql`audit_events e`));
  const rows =
    counted ??
    (await read(scope, async (reader) =>
      ask(reader, await whereOf(reader), Prisma.sql`(SELECT * FROM audit_events ORDER BY at DESC, id DESC LIMIT ${sampled}) e`),
    ));
  const wanted = term?.trim().toLowerCase() ?? '';
  return {
    counts: rows
      .map((row) => ({ value: row.value, label: words[facet]?.(row.value) ?? row.label, count: counted ? row.count : null }))
      .filter((row) => row.label.toLowerCase().includes(wanted))
      .slice(0, shownValues),
  };
}

/** Names for the ids and keys of a filter. */
export async function nameAuditFilter(actor: Actor, filter: Pick<AuditFilter, 'actor' | 'team' | 'target'>): Promise<AuditNames> {
  return read(logScope(actor), async (reader) => {
    const actors = (filter.actor ?? []).filter((id) => id !== 'none');
    const people = await namesOf(
      reader,
      ['user', 'service_account'].flatMap((type) => actors.map((id) => ({ type, id }))),
    );
    const targets = await namesOf(
      reader,
      ['asset', 'risk', 'user', 'team', 'import', 'service_account', 'token', 'role'].flatMap((type) =>
        (filter.target ?? []).map((id) => ({ type, id })),
      ),
    );
    const teams = filter.team?.length
      ? await reader.rows<{ key: string; name: string }>(Prisma.sql`SELECT key, name FROM teams WHERE key = ANY (${filter.team})`)
      : [];
    return {
      actor: { none: 'Gatehouse', ...Object.fromEntries(people) },
      target: Object.fromEntries(targets),
      team: { none: 'No team', ...Object.fromEntries(teams.map(({ key, name }) => [key, name])) },
    };
  });
}
