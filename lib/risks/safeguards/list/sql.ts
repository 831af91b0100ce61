/** The list's SQL in one place: what it reads, its conditions, its columns, and a row as it is answered. */
import { byName, type TeamIds } from '#lib/assets/list/sql.ts';
import type { Kind } from '#lib/assets/rules.ts';
import { Prisma } from '#prisma/generated/client.ts';
import {
  type EvidenceStanding,
  evidenceStanding,
  isOverdue,
  type SafeguardScope,
  type SafeguardSort,
  type SafeguardState,
  safeguardStates,
} from '../rules.ts';
import type { SafeguardFacet, SafeguardFilter, SafeguardRow } from './schema.ts';

const places = Prisma.sql`JOIN teams t ON t.id = s.team_id LEFT JOIN asset_list a ON a.id = s.asset_id`;
/** Safeguards `s` with their control `c`, team `t`, and asset `a` where they have one. */
export const tables = Prisma.sql`safeguards s JOIN controls c ON c.key = s.control ${places}`;

type Ordered = { where: Prisma.Sql; sort: SafeguardSort; descending: boolean; limit: number; sparse: boolean };

/**
 * The first rows under a condition in an order. By control, each of the few controls gives its first rows and the first of these are taken: their
 * names stand in another table, and sorting all safeguards by them would read all. By asset, it is walked along the assets' names; offers have none
 * and stand before them.
 * @param sparse few rows are expected to fit: then reading those and sorting them is cheaper
 */
export function ordered({ where, sort, descending, limit, sparse }: Ordered): Prisma.Sql {
  const key = keyOf(sort).sql;
  const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const byId = Prisma.sql`s.id ${direction} LIMIT ${limit}`;
  const end = Prisma.sql`ORDER BY ${key} ${direction}, ${byId}`;
  const select = Prisma.sql`SELECT ${rowColumns}, ${key} AS sort_key`;
  if (sparse) return Prisma.sql`${select} FROM ${tables} WHERE ${where} ${end}`;
  if (sort.endsWith('control')) {
    const ofOne = Prisma.sql`SELECT s.* FROM safeguards s ${places} WHERE s.control = c.key AND ${where} ORDER BY ${byId}`;
    return Prisma.sql`${select} FROM controls c CROSS JOIN LATERAL (${ofOne}) s ${places} ${end}`;
  }
  if (sort.endsWith('asset'))
    return Prisma.sql`SELECT * FROM (
      (${select} FROM ${tables} WHERE s.asset_id IS NULL AND ${where} ORDER BY ${byId})
      UNION ALL
      (${select} FROM asset_list a JOIN safeguards s ON s.asset_id = a.id JOIN controls c ON c.key = s.control JOIN teams t ON t.id = s.team_id
        WHERE ${where} ORDER BY ${byName} ${direction}, ${byId})
    ) s ORDER BY s.sort_key COLLATE "C" ${direction}, ${byId}`;
  return Prisma.sql`${select} FROM ${tables} WHERE ${where} ${end}`;
}

const scope = Prisma.sql`CASE WHEN s.asset_id IS NULL THEN 'offer' WHEN s.inherited_from IS NULL THEN 'own' ELSE 'inherited' END`;
/** Pieces that were not removed, of the safeguard itself. */
const pieces = Prisma.sql`(SELECT count(*)::int FROM evidence e WHERE e.safeguard_id = s.id AND e.removed_at IS NULL)`;
const evidence = Prisma.sql`CASE
  WHEN s.inherited_from IS NULL AND ${pieces} = 0 THEN 'none'
  WHEN s.evidence_until <= now() THEN 'expired'
  WHEN s.evidence_until <= now() + interval '30 days' THEN 'expiring'
  ELSE 'current' END`;
/** The same as conditions that an index answers: what has an end has evidence. */
const restsOn: Record<EvidenceStanding, Prisma.Sql> = {
  none: Prisma.sql`(s.inherited_from IS NULL AND s.evidence_until IS NULL AND ${pieces} = 0)`,
  expired: Prisma.sql`s.evidence_until <= now()`,
  expiring: Prisma.sql`(s.evidence_until > now() AND s.evidence_until <= now() + interval '30 days')`,
  current: Prisma.sql`(s.evidence_until > now() + interval '30 days' OR (s.evidence_until IS NULL AND (s.inherited_from IS NOT NULL OR ${pieces} > 0)))`,
};
const due = Prisma.sql`CASE
  WHEN s.due_at IS NULL THEN 'none'
  WHEN s.due_at < now() AND s.state IN ('planned', 'implemented') THEN 'overdue'
  WHEN s.due_at BETWEEN now() AND now() + interval '7 days' THEN 'week'
  WHEN s.due_at BETWEEN now() AND now() + interval '30 days' THEN 'month' END`;
const reduces = (threats: readonly string[]) => Prisma.sql`EXISTS (SELECT FROM mitigations m
  WHERE m.control = s.control AND m.strength > 0 AND m.threat = ANY (${threats}))`;

/** Each value of a facet with its name, one row a safeguard and value. */
export const facetValues: Record<SafeguardFacet, Prisma.Sql> = {
  control: Prisma.sql`SELECT c.key AS value, c.name AS label`,
  state: Prisma.sql`SELECT s.state AS value, NULL AS label`,
  team: Prisma.sql`SELECT t.key AS value, t.name AS label`,
  kind: Prisma.sql`SELECT a.kind AS value, NULL AS label`,
  owner: Prisma.sql`SELECT coalesce(s.owner_id::text, 'none') AS value, coalesce((SELECT u.name FROM users u WHERE u.id = s.owner_id), 'Nobody') AS label`,
  due: Prisma.sql`SELECT ${due} AS value, NULL AS label UNION ALL SELECT 'month', NULL WHERE ${due} = 'week'`,
  evidence: Prisma.sql`SELECT ${evidence} AS value, NULL AS label`,
  scope: Prisma.sql`SELECT ${scope} AS value, NULL AS label`,
  threat: Prisma.sql`SELECT h.key AS value, h.name AS label FROM mitigations m JOIN threats h ON h.key = m.threat WHERE m.control = s.control AND m.strength > 0`,
};

/** The conditions of a filter, joined. @param without a facet whose own filter is left out, because its counts are about the other values */
export function conditions(filter: SafeguardFilter, teams: TeamIds, without?: SafeguardFacet): Prisma.Sql {
  const parts = [Prisma.sql`(a.status = 'active' OR (s.asset_id IS NULL AND t.archived_at IS NULL))`];
  if (teams !== 'every') parts.push(Prisma.sql`s.team_id = ANY (${teams}::uuid[])`);
  const any = (facet: SafeguardFacet, column: Prisma.Sql, values: readonly string[] | undefined) => {
    if (values?.length && facet !== without) parts.push(Prisma.sql`${column} = ANY (${values})`);
  };
  any('control', Prisma.sql`s.control`, filter.control);
  any('state', Prisma.sql`s.state`, filter.state);
  any('kind', Prisma.sql`a.kind`, filter.kind);
  if (filter.evidence?.length && without !== 'evidence')
    parts.push(
      Prisma.sql`(${Prisma.join(
        filter.evidence.map((standing) => restsOn[standing]),
        ' OR ',
      )})`,
    );
  any('scope', scope, filter.scope);
  // A day within seven is within thirty as well.
  any('due', due, filter.due?.includes('month') ? [...filter.due, 'week'] : filter.due);
  if (filter.asset?.length) parts.push(Prisma.sql`s.asset_id = ANY (${filter.asset}::uuid[])`);
  if (filter.threat?.length && without !== 'threat') parts.push(reduces(filter.threat));
  if (filter.owner?.length && without !== 'owner') parts.push(Prisma.sql`coalesce(s.owner_id::text, 'none') = ANY (${filter.owner})`);
  // Each word stands somewhere in the control's, the asset's or the owner's name, in any order.
  for (const word of filter.q?.toLowerCase().split(/\s+/) ?? [])
    if (word)
      parts.push(Prisma.sql`(s.control IN (SELECT k.key FROM controls k WHERE strpos(lower(k.name), ${word}) > 0 OR strpos(k.key, ${word}) > 0)
        OR strpos(lower(a.name), ${word}) > 0 OR strpos(a.key, ${word}) > 0
        OR s.owner_id IN (SELECT u.id FROM users u WHERE strpos(lower(u.name), ${word}) > 0))`);
  return Prisma.join(parts, ' AND ');
}

/** Spelled out, as in the index of this order. */
const stateArray = Prisma.raw(`ARRAY[${safeguardStates.map((state) => `'${state}'`).join(', ')}]`);

type Key = { sql: Prisma.Sql; part: 'text' | 'number' | 'time'; cast: Prisma.Sql };
const byText = (column: Prisma.Sql): Key => ({ sql: Prisma.sql`(lower(${column}) COLLATE "C")`, part: 'text', cast: Prisma.sql`text` });
const never = Prisma.sql`'9999-12-31T00:00:00Z'::timestamptz`;
const byTime = (column: Prisma.Sql): Key => ({ sql: column, part: 'time', cast: Prisma.sql`timestamptz` });
const keys: Record<string, Key> = {
  control: byText(Prisma.sql`c.name`),
  asset: byText(Prisma.sql`coalesce(a.name, '')`),
  state: { sql: Prisma.sql`array_position(${stateArray}, s.state)`, part: 'number', cast: Prisma.sql`int` },
  due: byTime(Prisma.sql`coalesce(s.due_at, ${never})`),
  evidence: byTime(Prisma.sql`coalesce(s.evidence_until, ${never})`),
  changed: byTime(Prisma.sql`s.updated_at`),
};
export const keyOf = (sort: SafeguardSort): Key => keys[sort.replace('-', '')] ?? byText(Prisma.sql`c.name`);

export type ListedSafeguard = {
  id: string;
  control: string;
  control_name: string;
  asset_id: string | null;
  asset_name: string | null;
  kind: Kind | null;
  team_name: string;
  state: SafeguardState;
  scope: SafeguardScope;
  owner_name: string | null;
  due_at: Date | null;
  pieces: number;
  inherited: boolean;
  evidence_until: Date | null;
  updated_at: Date;
};

export const rowColumns = Prisma.sql`s.id, s.control, c.name AS control_name, s.asset_id, a.name AS asset_name, a.kind, t.name AS team_name, s.state,
  ${scope} AS scope, (SELECT u.name FROM users u WHERE u.id = s.owner_id) AS owner_name, s.due_at, ${pieces} AS pieces,
  s.inherited_from IS NOT NULL AS inherited, s.evidence_until, s.updated_at`;

/** The evidence of what is inherited lies with its source: there is some, and until when it holds is known here. */
export const standingOfEvidence = (row: { pieces: number; inherited: boolean; evidence_until: Date | null }, at: Date): EvidenceStanding =>
  evidenceStanding(row.inherited ? 1 : row.pieces, row.evidence_until, at);

export const toRow = (row: ListedSafeguard, at: Date): SafeguardRow => ({
  id: row.id,
  control: row.control,
  controlName: row.control_name,
  assetId: row.asset_id,
  assetName: row.asset_name,
  kind: row.kind,
  teamName: row.team_name,
  state: row.state,
  scope: row.scope,
  ownerName: row.owner_name,
  dueAt: row.due_at?.toISOString() ?? null,
  overdue: isOverdue(row.state, row.due_at, at),
  evidence: row.pieces,
  evidenceStanding: standingOfEvidence(row, at),
  evidenceUntil: row.evidence_until?.toISOString() ?? null,
  changedAt: row.updated_at.toISOString(),
});
