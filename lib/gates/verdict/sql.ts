/**
 * What gates look at, of any number of assets in one statement. It is read past the reader's rights: a verdict is the same whoever asks, and what an asset
 * comes from may lie in a team that they do not see. Whoever asks for it shows first that they may see the assets, and nothing of other teams but counts.
 */
import { levels } from '#lib/assets/rules.ts';
import { planKept } from '#lib/platform/database.ts';
import { isFresh } from '#lib/reviews/approvals/sql.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Sql = Prisma.Sql;
const momentOf = (at: Date) => Prisma.sql`${at.toISOString()}::timestamptz`;

/** The level of a risk `r` at a moment, as register's `levelAt` says: what is stored, but for what time has ended since. */
export const levelThen = (at: Date): Sql => {
  const moment = momentOf(at);
  return Prisma.sql`(CASE WHEN r.next_at <= ${moment} THEN risk_level(r.applies, r.severity, r.assessed_at IS NOT NULL, coalesce(r.stale_at <= ${moment}, false),
    coalesce(r.accepted_until > ${moment} AND r.severity <= r.accepted_severity, false), r.signal > 0) ELSE r.level END)`;
};

/** The lowest level that may be in the way: what nobody assessed. */
export const inTheWay = levels.indexOf('unassessed');

/** When the newest evidence of a safeguard `s` was added that still stands; of one that inherits, that of its source. */
export const newestEvidence = Prisma.sql`(SELECT max(e.added_at) FROM evidence e WHERE e.safeguard_id IN (s.id, s.inherited_from) AND e.removed_at IS NULL)`;

/** One step back from a version `b.id`: what it was trained on, derived from or built by, and what is deployed to it. */
const originsOf = Prisma.sql`(
  SELECT l.to_version_id AS id FROM lineage l WHERE l.from_version_id = b.id AND l.removed_at IS NULL AND l.relation IN ('trained_on', 'derived_from', 'built_by')
  UNION ALL SELECT l.from_version_id FROM lineage l WHERE l.to_version_id = b.id AND l.removed_at IS NULL AND l.relation = 'deployed_to')`;

const upstream = Prisma.sql`
  SELECT json_build_object('total', count(*), 'incomplete', count(*) FILTER (WHERE o.root_digest IS NULL OR o.file_count = 0))
  FROM (WITH RECURSIVE b AS (SELECT v.id UNION SELECT o.id FROM b CROSS JOIN LATERAL ${originsOf} o) SELECT id FROM b WHERE b.id <> v.id) u
  JOIN asset_versions o ON o.id = u.id`;

/** Which version of an asset `q.id` is judged: its newest, the one of this id, or the newest with this digest. */
export type WhichVersion = { id: string } | { digest: string } | 'newest';

const versionOf = (which: WhichVersion): Sql => {
  const cut =
    which === 'newest'
      ? Prisma.empty
      : 'id' in which
        ? Prisma.sql`AND w.id = ${which.id}::uuid`
        : Prisma.sql`AND w.root_digest = ${which.digest}`;
  return Prisma.sql`SELECT w.id, w.label, w.root_digest, w.file_count FROM asset_versions w WHERE w.asset_id = q.id ${cut}
    ORDER BY w.registered_at DESC, w.id DESC LIMIT 1`;
};

export type Asked = {
  /** Rows of (id uuid, stage text): of which assets, before which stage. */
  asked: Sql;
  which: WhichVersion;
  at: Date;
};

/**
 * A row for each asset asked for: itself, the gate's policy, and what of it the gate may look at. Risks that cannot be in the way are left out; where an
 * asset's risks were not found yet, there are none to be told.
 */
export const factsOf = ({ asked, which, at }: Asked): Sql => {
  const moment = momentOf(at);
  return Prisma.sql`${Prisma.raw(planKept)}
  SELECT a.id, a.team_id AS "teamId", a.key, a.name, a.kind, a.stage, a.status, a.version AS "assetVersion", q.stage AS "gateStage",
    CASE WHEN v.id IS NOT NULL THEN json_build_object('id', v.id, 'label', v.label, 'rootDigest', v.root_digest, 'fileCount', v.file_count) END AS version,
    CASE WHEN v.id IS NOT NULL THEN (${upstream}) END AS upstream,
    CASE WHEN g.number IS NOT NULL THEN json_build_object('number', g.number, 'requirements', g.requirements) END AS policy,
    (SELECT coalesce(json_agg(json_build_object('id', s.id, 'control', s.control, 'state', s.state, 'evidenceUntil', s.evidence_until,
      'evidenceAt', ${newestEvidence})), '[]') FROM safeguards s WHERE s.asset_id = a.id) AS safeguards,
    CASE WHEN a.level <> ${inTheWay} OR EXISTS (SELECT FROM risks r WHERE r.asset_id = a.id AND r.applies) THEN
      (SELECT coalesce(json_agg(json_build_object('id', r.id, 'title', t.name, 'stage', r.stage, 'level', l.level) ORDER BY l.level DESC, t.name, r.id), '[]')
      FROM risks r JOIN threats t ON t.key = r.threat CROSS JOIN LATERAL (SELECT ${levelThen(at)} AS level) l
      WHERE r.asset_id = a.id AND (r.level >= ${inTheWay} OR r.next_at <= ${moment}) AND l.level >= ${inTheWay}) END AS risks,
    (SELECT coalesce(json_agg(json_build_object('id', s.id, 'title', s.title, 'severity', s.severity) ORDER BY s.raised_at), '[]')
      FROM signals s WHERE s.asset_id = a.id AND s.cleared_at IS NULL) AS signals,
    (SELECT coalesce(json_agg(json_build_object('reviewId', p.review_id, 'template', r.template, 'subject', r.subject, 'stage', p.stage, 'versionId', p.version_id,
      'rootDigest', p.root_digest, 'fresh', ${isFresh(at)}, 'validUntil', p.valid_until) ORDER BY p.approved_at DESC), '[]')
      FROM approvals p JOIN reviews r ON r.id = p.review_id WHERE p.asset_id = a.id AND p.status <> 'superseded') AS approvals,
    (SELECT coalesce(json_agg(json_build_object('id', w.id, 'requirement', w.requirement, 'content', w.content, 'until', w.until, 'reason', w.reason,
      'granted', w.status = 'granted') ORDER BY w.until DESC), '[]')
      FROM waivers w WHERE w.asset_id = a.id AND w.stage = q.stage AND w.status IN ('granted', 'requested') AND w.until > ${moment}) AS waivers,
    (SELECT coalesce(json_object_agg(c.key, c.name), '{}') FROM controls c
      WHERE c.key IN (SELECT jsonb_path_query(g.requirements, '$[*].controls[*]') #>> '{}') OR c.key IN (SELECT s.control FROM safeguards s WHERE s.asset_id = a.id)) AS controls,
    (SELECT coalesce(json_object_agg(t.key, n.content ->> 'name'), '{}') FROM review_templates t JOIN review_template_versions n ON n.template = t.key AND n.number = t.current
      WHERE t.key IN (SELECT jsonb_path_query(g.requirements, '$[*].templates[*]') #>> '{}')) AS templates
  FROM (${asked}) q JOIN assets a ON a.id = q.id
  LEFT JOIN LATERAL (${versionOf(which)}) v ON true
  LEFT JOIN LATERAL (SELECT p.number, p.requirements FROM gate_policies p WHERE p.kind = a.kind AND p.stage = q.stage ORDER BY p.number DESC LIMIT 1) g ON true`;
};
