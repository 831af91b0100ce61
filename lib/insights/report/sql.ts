/** What was so at a moment, told backwards from what is so now. */
import type { TeamIds } from '#lib/assets/list/sql.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { listed } from './rules.ts';

export type Cut = { teams: TeamIds; kind: string | undefined };

const within = (alias: string, teams: TeamIds): Prisma.Sql =>
  teams === 'every' ? Prisma.sql`true` : Prisma.sql`${Prisma.raw(alias)}.team_id = ANY (${[...teams]}::uuid[])`;
const ofKind = (column: Prisma.Sql, kind: string | undefined) => (kind ? Prisma.sql`${column} = ${kind}` : Prisma.sql`true`);

/** Of each level, so many are looked at, of those that are so still and of those that changed since; the worst of them are shown. */
const looked = 1000;

/**
 * High and critical risks at a moment: those that are so now and have not changed since, and those whose first change since was from there. The
 * history need not reach back to the moment for this, only to have missed nothing since.
 */
export const severeAt = ({ teams, kind }: Cut, at: Date): Prisma.Sql => Prisma.sql`
  WITH still AS (
    SELECT x.* FROM (VALUES (7), (6)) l (level) CROSS JOIN LATERAL (
      SELECT r.id, r.level, r.likelihood, r.impact FROM risks r
      WHERE ${within('r', teams)} AND r.level = l.level AND r.created_at <= ${at}
        AND NOT EXISTS (SELECT FROM risk_changes c WHERE c.risk_id = r.id AND c.at > ${at})
      LIMIT ${looked}) x
  ), since AS (
    SELECT x.* FROM (VALUES (7), (6)) l (level) CROSS JOIN LATERAL (
      SELECT c.risk_id, c.level_before, c.likelihood_before, c.impact_before FROM risk_changes c
      WHERE ${within('c', teams)} AND c.level_before >= 6 AND c.level_before = l.level AND c.at > ${at}
        AND NOT EXISTS (SELECT FROM risk_changes e WHERE e.risk_id = c.risk_id AND e.at > ${at} AND (e.at, e.id) < (c.at, c.id))
      LIMIT ${looked}) x
  )
  SELECT r.id, a.name AS "assetName", m.name AS "teamName", r.kind, t.name AS threat, r.stage, was.level, was.likelihood, was.impact,
    r.owner_id AS "ownerId", r.treatment, r.due_at AS "dueAt"
  FROM (SELECT * FROM still UNION ALL SELECT * FROM since) was
  JOIN risks r ON r.id = was.id JOIN asset_list a ON a.id = r.asset_id JOIN teams m ON m.id = a.team_id JOIN threats t ON t.key = r.threat
  WHERE ${ofKind(Prisma.sql`r.kind`, kind)}
  ORDER BY was.level DESC, was.likelihood * was.impact DESC, a.criticality DESC, a.name, r.id LIMIT ${listed + 1}`;

/** An acceptance that was in force at a moment: granted by then, and neither past its end nor ended otherwise. */
export const inForceAt = (at: Date): Prisma.Sql => Prisma.sql`
  (c.status IN ('granted', 'revoked', 'ended') AND c.decided_at <= ${at} AND c.until > ${at} AND (c.ended_at IS NULL OR c.ended_at > ${at}))`;

/** Of these risks, until when they were accepted then, and what acceptances granted later found as their treatment. */
export const acceptancesOf = (risks: readonly string[], at: Date): Prisma.Sql => Prisma.sql`
  SELECT c.risk_id AS id, c.until, ${inForceAt(at)} AS "inForce", c.decided_at AS "decidedAt", c.treatment_before AS "treatmentBefore"
  FROM acceptances c WHERE c.risk_id = ANY (${[...risks]}::uuid[]) AND c.decided_at IS NOT NULL AND c.status <> 'refused' ORDER BY c.decided_at`;

export const acceptancesAt = ({ teams, kind }: Cut, at: Date): Prisma.Sql => Prisma.sql`
  SELECT c.id, c.risk_id AS "riskId", a.name AS "assetName", m.name AS "teamName", t.name AS threat, r.stage, c.severity, c.until, c.reason,
    u.name AS "deciderName"
  FROM acceptances c JOIN risks r ON r.id = c.risk_id JOIN asset_list a ON a.id = c.asset_id JOIN teams m ON m.id = a.team_id
    JOIN threats t ON t.key = r.threat LEFT JOIN users u ON u.id = c.decided_by
  WHERE ${within('c', teams)} AND ${inForceAt(at)} AND ${ofKind(Prisma.sql`r.kind`, kind)} ORDER BY c.until, c.id LIMIT ${listed + 1}`;
