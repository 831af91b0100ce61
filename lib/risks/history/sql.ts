/** What was so at a moment, told backwards from what is so now: the first change since says what stood then. */
import { Prisma } from '#prisma/generated/client.ts';

/** What people changed of things after a moment: of each field, what its first change found there. */
export const fieldsBefore = (targetType: string, ids: readonly string[], fields: readonly string[], at: Date): Prisma.Sql => Prisma.sql`
  SELECT DISTINCT ON (e.target_id, f.field) e.target_id AS id, f.field, e.before ->> f.field AS value, e.at
  FROM audit_events e CROSS JOIN unnest(${[...fields]}::text[]) f (field)
  WHERE e.target_type = ${targetType} AND e.target_id = ANY (${[...ids]}::uuid[]) AND e.at > ${at} AND e.before ? f.field
  ORDER BY e.target_id, f.field, e.at, e.id`;

/**
 * The risks of these assets at a moment, as far as they applied: each with its level as the index of the levels. Of an asset whose risks were not found
 * yet there is no row: what its level was is not known.
 */
export const levelsAt = (assetIds: readonly string[], at: Date): Prisma.Sql => Prisma.sql`
  SELECT r.asset_id AS "assetId", r.id, r.stage, t.name AS threat, coalesce(c.level_before, r.level)::int AS level
  FROM risks r JOIN threats t ON t.key = r.threat
  LEFT JOIN LATERAL (SELECT k.level_before FROM risk_changes k WHERE k.risk_id = r.id AND k.at > ${at} ORDER BY k.at, k.id LIMIT 1) c ON true
  WHERE r.asset_id = ANY (${[...assetIds]}::uuid[]) AND r.created_at <= ${at}`;
