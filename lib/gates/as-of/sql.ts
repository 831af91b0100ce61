/** What stood at a moment, told backwards: the first change since says what it was. Cut to the reader's rights of today by the database. */
import type { TeamIds } from '#lib/assets/list/sql.ts';
import { byName, inTeams } from '#lib/assets/list/sql.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type Cut = { teams: TeamIds; kind: string | undefined; stage: string | undefined };

/** A field of an asset `a` at a moment: as its first edit since found it. */
const editedSince = (field: string, at: Date) => Prisma.sql`
  SELECT e.before ->> ${field} AS before, e.at, e.id FROM audit_events e
  WHERE e.target_type = 'asset' AND e.target_id = a.id AND e.at > ${at} AND e.before ? ${field} AND e.event IN ('asset.edited', 'asset.retired', 'asset.restored')`;

/** Active assets of that moment with the stage at which they stood, by name from a place on. */
export const standingAt = (
  { teams, kind, stage }: Cut,
  at: Date,
  from: { name: string; id: string } | null,
  limit: number,
): Prisma.Sql => Prisma.sql`
  SELECT a.id, a.key, a.name, a.kind, m.name AS "teamName", s.stage, ${byName} AS sort_key
  FROM asset_list a JOIN teams m ON m.id = a.team_id
  CROSS JOIN LATERAL (SELECT coalesce((SELECT x.before FROM (
    SELECT p.from_stage AS before, p.at, p.id FROM promotions p WHERE p.asset_id = a.id AND p.passed AND p.at > ${at}
    UNION ALL ${editedSince('stage', at)}) x ORDER BY x.at, x.id LIMIT 1), a.stage) AS stage) s
  CROSS JOIN LATERAL (SELECT coalesce((SELECT x.before FROM (${editedSince('status', at)}) x ORDER BY x.at, x.id LIMIT 1), a.status) AS status) t
  WHERE ${Prisma.join(
    [
      Prisma.sql`a.created_at <= ${at} AND t.status = 'active'`,
      ...inTeams(teams),
      ...(kind ? [Prisma.sql`a.kind = ${kind}`] : []),
      ...(stage ? [Prisma.sql`s.stage = ${stage}`] : []),
      ...(from ? [Prisma.sql`(${byName}, a.id) > (${from.name}, ${from.id}::uuid)`] : []),
    ],
    ' AND ',
  )} ORDER BY ${byName}, a.id LIMIT ${limit}`;

/** Of each asset, the last promotion by that moment, and its newest version then. */
export const cameAt = (ids: readonly string[], at: Date): Prisma.Sql => Prisma.sql`
  SELECT a.id, p.promotion, v.version FROM unnest(${[...ids]}::uuid[]) a (id)
  LEFT JOIN LATERAL (
    SELECT json_build_object('id', p.id, 'at', p.at, 'act', p.act, 'to', p.to_stage, 'actorName', coalesce(u.name, s.name), 'policyNumber', p.policy_number,
      'waived', (SELECT count(*) FROM jsonb_path_query(p.verdict, '$.gates[*].requirements[*].waiver.id'))) AS promotion
    FROM promotions p LEFT JOIN users u ON u.id = p.actor_id LEFT JOIN service_accounts s ON s.id = p.actor_id
    WHERE p.asset_id = a.id AND p.passed AND p.at <= ${at} ORDER BY p.at DESC, p.id DESC LIMIT 1) p ON true
  LEFT JOIN LATERAL (
    SELECT json_build_object('label', w.label, 'rootDigest', w.root_digest) AS version FROM asset_versions w
    WHERE w.asset_id = a.id AND w.registered_at <= ${at} ORDER BY w.registered_at DESC, w.id DESC LIMIT 1) v ON true`;

/** Approvals that held at that moment: of each template, version and stage the last one given by then, unless it was stale or past its end. */
export const approvalsAt = (ids: readonly string[], at: Date): Prisma.Sql => Prisma.sql`
  SELECT l.asset_id AS "assetId", l.review_id AS "reviewId", r.title, l.approved_at AS "approvedAt", l.valid_until AS "validUntil", v.label AS "versionLabel",
    l.root_digest AS "rootDigest", r.break_glass AS "breakGlass", ARRAY(
      SELECT DISTINCT coalesce(u.name, 'Somebody') FROM review_votes o LEFT JOIN users u ON u.id = o.user_id
      WHERE o.review_id = l.review_id AND o.decision IN ('approve', 'conditions') AND o.round = (
        SELECT max(x.round) FROM review_votes x WHERE x.review_id = l.review_id AND x.at <= l.approved_at + interval '1 minute')) AS by
  FROM (
    SELECT DISTINCT ON (p.asset_id, e.template, p.stage, p.version_id) p.* FROM approvals p JOIN reviews e ON e.id = p.review_id
    WHERE p.asset_id = ANY (${[...ids]}::uuid[]) AND p.approved_at <= ${at} ORDER BY p.asset_id, e.template, p.stage, p.version_id, p.approved_at DESC, p.id DESC
  ) l JOIN reviews r ON r.id = l.review_id LEFT JOIN asset_versions v ON v.id = l.version_id
  WHERE l.valid_until > ${at} AND (l.stale_at IS NULL OR l.stale_at > ${at}) ORDER BY l.approved_at DESC, l.id DESC`;

/** Controls of that moment with the evidence that stood; their state is as it is now, to be told backwards. */
export const controlsAt = (ids: readonly string[], at: Date): Prisma.Sql => Prisma.sql`
  SELECT s.asset_id AS "assetId", s.id AS "safeguardId", c.name AS control, s.state, (
    SELECT coalesce(json_agg(json_build_object('title', e.title, 'addedAt', e.added_at, 'sha256', e.file_sha256) ORDER BY e.added_at), '[]') FROM evidence e
    WHERE e.safeguard_id IN (s.id, s.inherited_from) AND e.added_at <= ${at} AND (e.removed_at IS NULL OR e.removed_at > ${at})) AS evidence
  FROM safeguards s JOIN controls c ON c.key = s.control
  WHERE s.asset_id = ANY (${[...ids]}::uuid[]) AND s.created_at <= ${at} ORDER BY lower(c.name), s.id`;
