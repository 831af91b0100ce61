import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { database, type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { kinds } from '../kinds.ts';
import { builtInRoles, type Permission, permissionNames } from '../permissions.ts';
import { type Actor, can, canEverywhere } from '../policy.ts';
import type { Holdings } from './holdings.ts';
import { namedAtOnce, seenTeams } from './rules.ts';
import type { Team, TeamDetail, TeamFilter, TeamListInput, TeamPage, TeamRow } from './schema.ts';

/** The teams whose assets the actor may see, by name, with what the actor may do in each. Archived teams are left out. */
export async function listTeams(actor: Actor): Promise<Team[]> {
  const { rows } = await database().pool.query<{ id: string; key: string; name: string }>(
    'SELECT id, key, name FROM teams WHERE archived_at IS NULL ORDER BY lower(name), id',
  );
  return rows
    .filter((team) => can(actor, 'asset.read', { teamId: team.id }))
    .map((team) => ({
      ...team,
      role: actor.memberships.find((each) => each.teamId === team.id)?.role ?? null,
      may: rightsIn(actor, team.id),
    }));
}

/** Each permission the actor holds in the team, with the kinds of asset it covers. */
function rightsIn(actor: Actor, teamId: string): Team['may'] {
  const covered = (permission: Permission) => kinds.filter((kind) => can(actor, permission, { teamId, kind }));
  return permissionNames.map((permission) => ({ permission, kinds: covered(permission) })).filter((right) => right.kinds.length > 0);
}

/** Every team that is not archived, by name alone: who asks for access must be able to say where to. At most 50. */
export async function nameTeams(text: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await database().pool.query<{ id: string; name: string }>(
    `SELECT id, name FROM teams WHERE archived_at IS NULL AND ($1 = '' OR strpos(lower(name), $1) > 0) ORDER BY lower(name), id LIMIT $2`,
    [text.toLowerCase(), namedAtOnce],
  );
  return rows;
}

type Row = {
  id: string;
  key: string;
  name: string;
  archived_at: Date | null;
  created_at: Date;
  version: number;
  members: number;
  leads: string[];
};
type Keyed = Row & { sort_key: string };

/** The built-in roles that hold the right to manage members. */
const leading = builtInRoles.filter((role) => role.scope === 'team' && role.permissions.includes('member.manage')).map((role) => role.key);

/** Does this role (`r`) hold the right to manage members? */
export const leadsQuery = Prisma.sql`(r.key = ANY (${leading}) OR (NOT r.built_in AND 'member.manage' = ANY (r.permissions)))`;

/** Whoever is a member (`m`) of the team (`t`) at this moment, as a person (`u`). */
const standing = Prisma.sql`FROM memberships m JOIN users u ON u.id = m.user_id JOIN roles r ON r.key = m.role
  WHERE m.team_id = t.id AND u.status <> 'deactivated' AND (m.expires_at IS NULL OR m.expires_at > now())`;

const columns = Prisma.sql`t.id, t.key, t.name, t.archived_at, t.created_at, t.version, (SELECT count(*)::int ${standing}) AS members,
  (SELECT coalesce(json_agg(lead.name), '[]') FROM (SELECT u.name ${standing} AND ${leadsQuery} ORDER BY lower(u.name), u.id LIMIT 3) lead) AS leads`;

const byName = Prisma.sql`(lower(t.name) COLLATE "C")`;

/** One page of the teams that the actor sees, and the cursors of its neighbours (null at the ends). */
export async function pageTeams(actor: Actor, input: TeamListInput, holdings: Holdings): Promise<TeamPage> {
  const { sort, limit } = input;
  const key = sort.endsWith('created') ? Prisma.sql`t.created_at` : byName;
  const backwards = input.before !== undefined && input.after === undefined;
  const descending = sort.startsWith('-') !== backwards;
  const where = conditions(actor, input);
  const cursor = input.after ?? input.before;
  if (cursor) {
    const time = sort.endsWith('created');
    const [value, id] = decodeCursor(cursor, backwards ? 'before' : 'after', sort, [time ? 'time' : 'text', 'id']);
    const bound = time ? Prisma.sql`${new Date(String(value))}` : Prisma.sql`${value}`;
    where.push(Prisma.sql`(${key}, t.id) ${descending ? Prisma.sql`<` : Prisma.sql`>`} (${bound}, ${id}::uuid)`);
  }
  const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const found = await ownRead(actor, (reader) =>
    reader.rows<Keyed>(Prisma.sql`SELECT ${columns}, lower(t.name) AS sort_key FROM teams t WHERE ${Prisma.join(where, ' AND ')}
      ORDER BY ${key} ${direction}, t.id ${direction} LIMIT ${limit + 1}`),
  );
  const more = found.length > limit;
  const rows = found.slice(0, limit);
  if (backwards) rows.reverse();
  const cursorOf = (row: Keyed | undefined, there: boolean) =>
    row && there ? encodeCursor({ sort, values: [sort.endsWith('created') ? row.created_at.toISOString() : row.sort_key, row.id] }) : null;
  return {
    rows: await toRows(actor, rows, holdings),
    next: cursorOf(rows.at(-1), backwards || more),
    previous: cursorOf(rows[0], backwards ? more : input.after !== undefined),
  };
}

/** How many teams match, of those that the actor sees. */
export async function countTeams(actor: Actor, filter: TeamFilter): Promise<number> {
  const [row] = await ownRead(actor, (reader) =>
    reader.rows<{ total: number }>(
      Prisma.sql`SELECT count(*)::int AS total FROM teams t WHERE ${Prisma.join(conditions(actor, filter), ' AND ')}`,
    ),
  );
  return row?.total ?? 0;
}

function conditions(actor: Actor, { q, state }: TeamFilter): Prisma.Sql[] {
  const seen = seenTeams(actor);
  const parts = [seen === 'every' ? Prisma.sql`true` : Prisma.sql`t.id = ANY (${seen}::uuid[])`];
  const states = state?.length ? state : ['active'];
  if (states.length === 1) parts.push(states[0] === 'archived' ? Prisma.sql`t.archived_at IS NOT NULL` : Prisma.sql`t.archived_at IS NULL`);
  if (q) parts.push(Prisma.sql`(strpos(lower(t.name), ${q.toLowerCase()}) > 0 OR strpos(t.key, ${q.toLowerCase()}) > 0)`);
  return parts;
}

/** A team, and what the actor may do with it. @throws AppError `not_found` for one that they do not see. */
export async function getTeam(actor: Actor, id: string, holdings: Holdings): Promise<TeamDetail> {
  const row = await ownRead(actor, (reader) => seeTeam(reader, actor, id));
  const [team] = await toRows(actor, [row], holdings);
  if (!team) throw notFound('team');
  const open = row.archived_at === null;
  return {
    ...team,
    version: row.version,
    may: {
      manage: canEverywhere(actor, 'team.manage'),
      members: open && can(actor, 'member.manage', { teamId: id }),
      explain: can(actor, 'access.explain', { teamId: id }),
      services: can(actor, 'service.manage', { teamId: id }),
      moveAssets: can(actor, 'asset.move', { teamId: id }),
    },
  };
}

/** The team, if the actor sees it. @throws AppError `not_found`. */
export async function seeTeam(reader: Pick<Reader, 'rows'>, actor: Actor, id: string): Promise<Row> {
  const seen = seenTeams(actor);
  const [row] =
    seen === 'every' || seen.includes(id)
      ? await reader.rows<Row>(Prisma.sql`SELECT ${columns} FROM teams t WHERE t.id = ${id}::uuid`)
      : [];
  if (!row) throw notFound('team');
  return row;
}

async function toRows(actor: Actor, rows: readonly Row[], holdings: Holdings): Promise<TeamRow[]> {
  const readable = rows.map((row) => row.id).filter((teamId) => can(actor, 'asset.read', { teamId }));
  const counts = readable.length > 0 ? await holdings.countAssets(actor, readable) : new Map<string, number>();
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    name: row.name,
    role: actor.memberships.find((each) => each.teamId === row.id)?.role.name ?? null,
    members: row.members,
    leads: row.leads,
    assets: readable.includes(row.id) ? (counts.get(row.id) ?? 0) : null,
    archivedAt: row.archived_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }));
}

/** Teams and memberships are everyone's to read in the database; which of them the actor sees is decided here. */
const ownRead = <T>(actor: Actor, work: (reader: Reader) => Promise<T>) => read({ actorId: actor.id, read: [], write: [] }, work);
