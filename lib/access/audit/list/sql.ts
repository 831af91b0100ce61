/** The list's SQL: the conditions of its filters over `audit_events e`, and what things are called. */
import { now } from '#lib/platform/clock.ts';
import type { Reader, Rows } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type AuditFacet, momentOf } from '../rules.ts';
import type { AuditFilter } from '../schema.ts';
import { sentences } from '../sentence-rules.ts';

/** What the names of a filter mean: the ids of teams, and of whatever the text of a search names. */
export type Resolved = { teams: readonly string[] | null; found: Found | null };
type Found = { ids: readonly string[]; events: readonly string[] };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** At most so many things are found by a name. */
const mostFound = 200;

/** Looks up what a filter names. Only what the reader may see is found. */
export async function resolve(reader: Reader, filter: Pick<AuditFilter, 'team' | 'q'>): Promise<Resolved> {
  const keys = filter.team?.filter((key) => key !== 'none') ?? [];
  const teams = keys.length
    ? (await reader.rows<{ id: string }>(Prisma.sql`SELECT id FROM teams WHERE key = ANY (${keys})`)).map(({ id }) => id)
    : null;
  return {
    teams: filter.team?.length ? (teams ?? []) : null,
    found: filter.q && !uuid.test(filter.q) ? await named(reader, filter.q) : null,
  };
}

async function named(reader: Reader, text: string): Promise<Found> {
  const folded = text.toLowerCase();
  const pattern = `%${folded.replace(/[\\%_]/g, (letter) => `\\${letter}`)}%`;
  const rows = await reader.rows<{ id: string }>(Prisma.sql`
    (SELECT id FROM users WHERE lower(name) LIKE ${pattern} OR email LIKE ${pattern} LIMIT ${mostFound})
    UNION (SELECT id FROM service_accounts WHERE lower(name) LIKE ${pattern} LIMIT ${mostFound})
    UNION (SELECT id FROM teams WHERE lower(name) LIKE ${pattern} OR key LIKE ${pattern} LIMIT ${mostFound})
    UNION (SELECT id FROM asset_list a WHERE asset_text(a.name, a.key, a.description, a.tags, a.owner_name) LIKE ${pattern} AND lower(name) LIKE ${pattern} LIMIT ${mostFound})`);
  const events = Object.entries(sentences)
    .filter(([event, sentence]) => `${event.replace(/[._]/g, ' ')} ${sentence.replace('{target}', '')}`.includes(folded))
    .map(([event]) => event);
  return { ids: rows.map(({ id }) => id), events };
}

/** The conditions of a filter, to be joined by AND. @param without a facet whose own filter is left out */
export function conditions(filter: AuditFilter, readable: Rows, actorId: string, resolved: Resolved, without?: AuditFacet): Prisma.Sql[] {
  const parts = [Prisma.sql`true`];
  // The policy says the same; said here, it lets the planner choose the team's index.
  if (readable !== 'every')
    parts.push(Prisma.sql`(e.team_id = ANY (${[...readable]}::uuid[]) OR (e.team_id IS NULL AND e.actor_id = ${actorId}::uuid))`);
  if (filter.event?.length && without !== 'event') parts.push(among(Prisma.sql`e.event`, filter.event, 'text'));
  if (filter.targetType?.length && without !== 'targetType') parts.push(among(Prisma.sql`e.target_type`, filter.targetType, 'text'));
  if (filter.target?.length) parts.push(among(Prisma.sql`e.target_id`, filter.target, 'uuid'));
  if (filter.actor?.length && without !== 'actor') parts.push(orNone(Prisma.sql`e.actor_id`, filter.actor));
  if (resolved.teams && without !== 'team')
    parts.push(orNone(Prisma.sql`e.team_id`, [...resolved.teams, ...(filter.team?.includes('none') ? ['none'] : [])]));
  if (filter.since) parts.push(Prisma.sql`e.at >= ${momentOf(filter.since, now())}`);
  if (filter.until) parts.push(Prisma.sql`e.at < ${momentOf(filter.until, now(), true)}`);
  if (filter.operation?.length) parts.push(Prisma.sql`e.operation_id = ANY (${filter.operation}::uuid[])`);
  if (filter.request?.length) parts.push(Prisma.sql`e.request_id = ANY (${filter.request})`);
  if (filter.q) parts.push(matches(filter.q, resolved.found));
  return parts;
}

/** One value is asked for as one: only then does an index by it and the time give the newest first, without sorting all that match. */
function among(column: Prisma.Sql, values: readonly string[], type: 'uuid' | 'text'): Prisma.Sql {
  const cast = Prisma.raw(type);
  return values.length === 1 ? Prisma.sql`${column} = ${values[0]}::${cast}` : Prisma.sql`${column} = ANY (${[...values]}::${cast}[])`;
}

function orNone(column: Prisma.Sql, values: readonly string[]): Prisma.Sql {
  const ids = values.filter((value) => value !== 'none');
  if (!values.includes('none')) return among(column, ids, 'uuid');
  return ids.length ? Prisma.sql`(${column} IS NULL OR ${among(column, ids, 'uuid')})` : Prisma.sql`${column} IS NULL`;
}

function matches(text: string, found: Found | null): Prisma.Sql {
  if (!found) {
    const id = Prisma.sql`${text}::uuid`;
    return Prisma.sql`(e.id = ${id} OR e.target_id = ${id} OR e.actor_id = ${id} OR e.operation_id = ${id} OR e.request_id = ${text})`;
  }
  const { ids, events } = found;
  return Prisma.sql`(e.target_id = ANY (${ids}::uuid[]) OR e.actor_id = ANY (${ids}::uuid[]) OR e.event = ANY (${events}) OR e.request_id = ${text})`;
}

export const all = (parts: readonly Prisma.Sql[]): Prisma.Sql => Prisma.join([...parts], ' AND ');

const namesByType: Readonly<Record<string, Prisma.Sql>> = {
  asset: Prisma.sql`SELECT id, name FROM asset_list`,
  risk: Prisma.sql`SELECT r.id, t.name || ' · ' || a.name AS name FROM risk_list r JOIN asset_list a ON a.id = r.asset_id JOIN threats t ON t.key = r.threat`,
  acceptance: Prisma.sql`SELECT c.id, t.name || ' · ' || a.name AS name FROM acceptances c JOIN risks r ON r.id = c.risk_id JOIN asset_list a ON a.id = c.asset_id JOIN threats t ON t.key = r.threat`,
  safeguard: Prisma.sql`SELECT s.id, c.name || coalesce(' · ' || a.name, '') AS name FROM safeguards s JOIN controls c ON c.key = s.control LEFT JOIN asset_list a ON a.id = s.asset_id`,
  waiver: Prisma.sql`SELECT w.id, a.name || ' · ' || w.requirement AS name FROM waivers w JOIN asset_list a ON a.id = w.asset_id`,
  signal: Prisma.sql`SELECT id, title AS name FROM signals`,
  review: Prisma.sql`SELECT id, title AS name FROM review_list`,
  user: Prisma.sql`SELECT id, name FROM users`,
  team: Prisma.sql`SELECT id, name FROM teams`,
  import: Prisma.sql`SELECT id, file_name AS name FROM imports`,
  service_account: Prisma.sql`SELECT id, name FROM service_accounts`,
  token: Prisma.sql`SELECT id, name FROM api_tokens`,
  webhook: Prisma.sql`SELECT id, name FROM webhooks`,
  view: Prisma.sql`SELECT id, name FROM saved_views`,
  role: Prisma.sql`SELECT CASE WHEN NOT built_in THEN key::uuid END AS id, name FROM roles`,
};

/** What things are called, as far as the reader may see them, by id. */
export async function namesOf(reader: Reader, things: readonly { type: string; id: string | null }[]): Promise<Map<string, string>> {
  const queries = Object.entries(namesByType).flatMap(([type, select]) => {
    const ids = [...new Set(things.filter((thing) => thing.type === type && thing.id).map(({ id }) => id))];
    return ids.length ? [Prisma.sql`SELECT id, name FROM (${select}) n WHERE id = ANY (${ids}::uuid[])`] : [];
  });
  if (queries.length === 0) return new Map();
  const rows = await reader.rows<{ id: string; name: string }>(Prisma.join(queries, ' UNION ALL '));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Names for every id among values, of people, teams, service accounts and custom roles. */
export async function namesWithin(reader: Reader, values: readonly unknown[]): Promise<Record<string, string>> {
  const ids = [...new Set(JSON.stringify(values).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [])].slice(0, 500);
  const types = ['user', 'team', 'service_account', 'role', 'asset', 'risk'];
  return Object.fromEntries(
    await namesOf(
      reader,
      types.flatMap((type) => ids.map((id) => ({ type, id }))),
    ),
  );
}
