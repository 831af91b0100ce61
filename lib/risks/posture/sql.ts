/** A risk's facts and values as one statement's common table expressions: what settling writes, and what looking for differences reads. */
import { stages } from '#lib/assets/rules.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Sql = Prisma.Sql;

const stageArray = Prisma.raw(`ARRAY[${stages.map((stage) => `'${stage}'`).join(', ')}]`);
/** Where in its life a stage stands, from 1. */
export const rankOf = (stage: Sql) => Prisma.sql`array_position(${stageArray}, ${stage})`;
export const levelColumns = stages.map((stage) => `level_${stage}`);

/** Where each threat that is switched on applies, a row for each kind and stage. */
export const standingPairs = Prisma.sql`
  SELECT t.key AS threat, split_part(p, ':', 1) AS kind, split_part(p, ':', 2) AS stage, ${rankOf(Prisma.sql`split_part(p, ':', 2)`)} AS rank
  FROM threats t CROSS JOIN LATERAL unnest(t.applies) p WHERE t.enabled`;

/** What mitigates which threat; a control that is switched off mitigates none. */
export const standingMitigations = Prisma.sql`
  SELECT m.control, m.threat, m.stages FROM mitigations m JOIN controls c ON c.key = m.control WHERE m.strength > 0 AND c.enabled`;

/**
 * The chain of tables up to `scored`: each risk of the assets, as it stands (`id` null where it is yet to appear), with whether it applies, its facts'
 * text, the signal over it and until when its safeguards' evidence holds. The text is that of lib/risks/scoring/facts.
 * @param assets a condition on `a`, a row of assets
 */
export function factsOf(assets: Sql, pairs: Sql = standingPairs, mitigations: Sql = standingMitigations): Sql {
  return Prisma.sql`
  subject AS MATERIALIZED (
    SELECT a.id, a.team_id, a.kind, a.stage, a.criticality, a.exposure, a.data_class, a.status FROM assets a WHERE ${assets}
  ), pair AS MATERIALIZED (${pairs}
  ), wanted AS MATERIALIZED (
    SELECT a.id AS asset_id, p.threat, p.stage FROM subject a
    JOIN pair p ON p.kind = a.kind AND p.rank <= ${rankOf(Prisma.sql`a.stage`)} WHERE a.status = 'active'
  ), standing AS MATERIALIZED (
    SELECT r.* FROM subject a JOIN risks r ON r.asset_id = a.id
  ), risk AS MATERIALIZED (
    SELECT asset_id, threat, stage, r.id, w.threat IS NOT NULL AS applies FROM standing r FULL JOIN wanted w USING (asset_id, threat, stage)
  ), floor AS MATERIALIZED (
    SELECT s.asset_id, s.threat, max(CASE s.severity WHEN 'critical' THEN 5 WHEN 'high' THEN 4 ELSE 3 END) AS least
    FROM subject a JOIN signals s ON s.asset_id = a.id WHERE s.cleared_at IS NULL GROUP BY 1, 2
  ), mitigation AS MATERIALIZED (${mitigations}
  ), guard AS MATERIALIZED (
    SELECT s.asset_id, m.threat, m.stages, s.control || ':' || left(s.state, 1) AS said, CASE WHEN s.state <> 'planned' THEN s.evidence_until END AS until
    FROM subject a JOIN safeguards s ON s.asset_id = a.id JOIN mitigation m ON m.control = s.control WHERE s.state <> 'not_applicable'
  ), guarded AS MATERIALIZED (
    SELECT r.asset_id, r.threat, r.stage, string_agg(g.said, ',' ORDER BY g.said COLLATE "C") AS said, min(g.until) AS until
    FROM guard g JOIN risk r ON r.asset_id = g.asset_id AND r.threat = g.threat AND r.applies AND (g.stages = '{}' OR r.stage = ANY (g.stages))
    GROUP BY 1, 2, 3
  ), told AS MATERIALIZED (
    SELECT r.*, a.kind, a.team_id, (CASE WHEN r.applies THEN greatest(own.least, every.least, 0) ELSE 0 END)::smallint AS signal, g.until,
      CASE WHEN r.applies THEN concat_ws('|', r.threat, r.stage, a.exposure, a.data_class, a.criticality, coalesce(s.set_likelihood::text, '-'),
        coalesce(s.set_impact::text, '-'), greatest(own.least, every.least, 0), coalesce(g.said, '')) END AS facts
    FROM risk r JOIN subject a ON a.id = r.asset_id
    LEFT JOIN standing s ON s.id = r.id
    LEFT JOIN floor own ON own.asset_id = r.asset_id AND own.threat = r.threat
    LEFT JOIN floor every ON every.asset_id = r.asset_id AND every.threat IS NULL
    LEFT JOIN guarded g ON g.asset_id = r.asset_id AND g.threat = r.threat AND g.stage = r.stage
  )`;
}

/**
 * From `told` to what shall stand: `next` with a row for each risk, `posture` for each asset, and `missing`, the facts that nobody has scored yet.
 * While there are any, the others mean nothing. `is_*` is what stands now.
 */
export function postureAt(at: Date): Sql {
  const moment = Prisma.sql`${at.toISOString()}::timestamptz`;
  const stageLevels = stages.map((stage) => `coalesce(max(n.level) FILTER (WHERE n.stage = '${stage}'), 0)::smallint AS level_${stage}`);
  return Prisma.sql`
  scored AS MATERIALIZED (
    SELECT t.*, c.id AS scoring_id, coalesce(c.residual_likelihood, 0::smallint) AS likelihood, coalesce(c.residual_impact, 0::smallint) AS impact,
      coalesce(c.residual_severity, 0::smallint) AS severity, coalesce(c.coverage, 0::smallint) AS coverage
    FROM told t LEFT JOIN scorings c ON c.facts = t.facts
  ), missing AS MATERIALIZED (
    SELECT DISTINCT facts FROM scored WHERE facts IS NOT NULL AND scoring_id IS NULL
  ), next AS MATERIALIZED (
    SELECT n.*, v.stale_at, w.next_at, l.level,
      CASE WHEN n.id IS NULL OR (s.level IN (0, 2) AND l.level NOT IN (0, 2)) THEN ${moment} ELSE s.opened_at END AS opened_at,
      s.level AS is_level, s.likelihood AS is_likelihood, s.impact AS is_impact, s.scoring_id AS is_scoring_id, s.opened_at AS is_opened_at,
      (s.applies, s.kind, s.scoring_id, s.likelihood, s.impact, s.severity, s.coverage, s.signal, s.level, s.stale_at, s.next_at) IS DISTINCT FROM
        (n.applies, n.kind, n.scoring_id, n.likelihood, n.impact, n.severity, n.coverage, n.signal, l.level, v.stale_at, w.next_at) AS differs
    FROM scored n LEFT JOIN standing s ON s.id = n.id
    CROSS JOIN LATERAL (SELECT CASE WHEN n.applies THEN least(s.assessed_until, n.until) END AS stale_at) v
    CROSS JOIN LATERAL (SELECT CASE WHEN n.applies THEN least(CASE WHEN v.stale_at > ${moment} THEN v.stale_at END,
      CASE WHEN s.accepted_until > ${moment} THEN s.accepted_until END) END AS next_at) w
    CROSS JOIN LATERAL (SELECT risk_level(n.applies, n.severity, s.assessed_at IS NOT NULL, coalesce(v.stale_at <= ${moment}, false),
      coalesce(s.accepted_until > ${moment} AND n.severity <= s.accepted_severity, false), n.signal > 0) AS level) l
  ), posture AS MATERIALIZED (
    SELECT a.id, coalesce(max(n.level), 0)::smallint AS level, ${Prisma.raw(stageLevels.join(', '))}
    FROM subject a LEFT JOIN next n ON n.asset_id = a.id GROUP BY a.id
  )`;
}

const columnsOf = (table: string) => ['level', ...levelColumns].map((column) => `${table}.${column}`).join(', ');
/** That an asset's levels, of row `a`, are others than those of `posture`'s row `p`. */
export const levelsDiffer = Prisma.raw(`(${columnsOf('a')}) IS DISTINCT FROM (${columnsOf('p')})`);
export const setLevels = Prisma.raw(['level', ...levelColumns].map((column) => `${column} = p.${column}`).join(', '));
