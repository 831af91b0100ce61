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

/** What stands of a risk now, that it is scored by or compared with. */
const standingColumns = Prisma.raw(
  [
    ...[
      'applies',
      'kind',
      'scoring_id',
      'likelihood',
      'impact',
      'severity',
      'coverage',
      'signal',
      'level',
      'stale_at',
      'next_at',
      'opened_at',
    ].map((column) => `r.${column} AS is_${column}`),
    ...['set_likelihood', 'set_impact', 'assessed_at', 'assessed_until', 'accepted_until', 'accepted_severity'].map(
      (column) => `r.${column}`,
    ),
  ].join(', '),
);

type Chain = {
  /** A condition on `a`, a row of assets. */
  assets: Sql;
  /** The same said of their ids alone, for any column that holds them: what hangs on them is then read in one go, not asset by asset. */
  within?: (id: Sql) => Sql;
  pairs?: Sql;
  mitigations?: Sql;
  /** Rows of a risk's id and, as JSON, columns of it that people have just set: the risks are taken as if these stood in them. */
  edits?: Sql;
  /** Leaves out all other threats, and controls that mitigate none of these. */
  only?: { threats: readonly string[]; controls: readonly string[] };
};

/**
 * The chain of tables up to `told`: each risk of the assets, as it stands (`id` null where it is yet to appear, `is_*` what it has now), with whether it
 * applies, its facts' text, the signal over it and until when its safeguards' evidence holds. The text is that of lib/risks/scoring/facts.
 */
export function factsOf({ assets, within, pairs = standingPairs, mitigations = standingMitigations, edits, only }: Chain): Sql {
  const ofThreats = only ? Prisma.sql`AND r.threat = ANY (${[...only.threats]}::text[])` : Prisma.empty;
  const ofControls = only ? Prisma.sql`AND s.control = ANY (${[...only.controls]}::text[])` : Prisma.empty;
  const hanging = (table: Sql, id: Sql) =>
    within ? Prisma.sql`${table} WHERE ${within(id)}` : Prisma.sql`subject a JOIN ${table} ON ${id} = a.id WHERE true`;
  const edited = edits
    ? Prisma.sql`LEFT JOIN (${edits}) e ON e.id = r.id CROSS JOIN LATERAL jsonb_populate_record(r, e.fields) w`
    : Prisma.empty;
  const standing = edits ? Prisma.sql`w.*, e.id IS NOT NULL AS is_edited, w AS edited` : Prisma.sql`r.*`;
  return Prisma.sql`
  subject AS MATERIALIZED (
    SELECT a.id, a.team_id, a.kind, a.criticality, a.exposure, a.data_class, a.status, ${rankOf(Prisma.sql`a.stage`)} AS rank,
      ${Prisma.raw(['level', ...levelColumns].map((column) => `a.${column}`).join(', '))} FROM assets a WHERE ${assets}
  ), pair AS MATERIALIZED (${pairs}
  ), wanted AS MATERIALIZED (
    SELECT a.id AS asset_id, p.threat, p.stage FROM subject a JOIN pair p ON p.kind = a.kind AND p.rank <= a.rank WHERE a.status = 'active'
  ), risk AS MATERIALIZED (
    SELECT asset_id, threat, stage, w.threat IS NOT NULL AS applies, r.id, ${standingColumns}
      ${edits ? Prisma.sql`, r.is_edited, r.edited` : Prisma.empty}
    FROM (SELECT ${standing} FROM ${hanging(Prisma.sql`risks r ${edited}`, Prisma.sql`r.asset_id`)} ${ofThreats}) r FULL JOIN wanted w USING (asset_id, threat, stage)
  ), floor AS MATERIALIZED (
    SELECT s.asset_id, s.threat, max(CASE s.severity WHEN 'critical' THEN 5 WHEN 'high' THEN 4 ELSE 3 END) AS least
    FROM ${hanging(Prisma.sql`signals s`, Prisma.sql`s.asset_id`)} AND s.cleared_at IS NULL GROUP BY 1, 2
  ), mitigation AS MATERIALIZED (${mitigations}
  ), guard AS MATERIALIZED (
    SELECT s.asset_id, m.threat, m.stages, s.control || ':' || left(s.state, 1) AS said, CASE WHEN s.state <> 'planned' THEN s.evidence_until END AS until
    FROM (SELECT s.* FROM ${hanging(Prisma.sql`safeguards s`, Prisma.sql`s.asset_id`)} AND s.state <> 'not_applicable' ${ofControls}) s JOIN mitigation m ON m.control = s.control
  ), guarded AS MATERIALIZED (
    SELECT r.asset_id, r.threat, r.stage, string_agg(g.said, ',' ORDER BY g.said COLLATE "C") AS said, min(g.until) AS until
    FROM guard g JOIN risk r ON r.asset_id = g.asset_id AND r.threat = g.threat AND r.applies AND (g.stages = '{}' OR r.stage = ANY (g.stages))
    GROUP BY 1, 2, 3
  ), told AS MATERIALIZED (
    SELECT r.*, a.kind, a.team_id, (CASE WHEN r.applies THEN greatest(own.least, every.least, 0) ELSE 0 END)::smallint AS signal, g.until,
      CASE WHEN r.applies THEN concat_ws('|', r.threat, r.stage, a.exposure, a.data_class, a.criticality, coalesce(r.set_likelihood::text, '-'),
        coalesce(r.set_impact::text, '-'), greatest(own.least, every.least, 0), coalesce(g.said, '')) END AS facts
    FROM risk r JOIN subject a ON a.id = r.asset_id
    LEFT JOIN floor own ON own.asset_id = r.asset_id AND own.threat = r.threat
    LEFT JOIN floor every ON every.asset_id = r.asset_id AND every.threat IS NULL
    LEFT JOIN guarded g ON g.asset_id = r.asset_id AND g.threat = r.threat AND g.stage = r.stage
  )`;
}

const columnsOf = (table: string) => ['level', ...levelColumns].map((column) => `${table}.${column}`).join(', ');
const levelsDiffer = Prisma.raw(`(${columnsOf('a')}) IS DISTINCT FROM (${columnsOf('w')})`);

/**
 * From `told` to what shall stand: `next` with a row for each risk, `posture` for each asset, both with whether that differs from what stands now, and
 * `missing`, the facts that nobody has scored yet. While there are any, the others mean nothing.
 */
export function postureAt(at: Date): Sql {
  const moment = Prisma.sql`${at.toISOString()}::timestamptz`;
  const stageLevels = stages.map((stage) => `coalesce(max(n.level) FILTER (WHERE n.stage = '${stage}'), 0)::smallint AS level_${stage}`);
  return Prisma.sql`
  scored AS MATERIALIZED (
    SELECT t.*, coalesce(i.id, c.id) AS scoring_id, coalesce(i.residual_likelihood, c.residual_likelihood, 0::smallint) AS likelihood,
      coalesce(i.residual_impact, c.residual_impact, 0::smallint) AS impact, coalesce(i.residual_severity, c.residual_severity, 0::smallint) AS severity,
      coalesce(i.coverage, c.coverage, 0::smallint) AS coverage
    FROM told t
    LEFT JOIN LATERAL (SELECT k.id, k.residual_likelihood, k.residual_impact, k.residual_severity, k.coverage FROM scorings k WHERE k.id = t.is_scoring_id AND k.facts = t.facts OFFSET 0) i ON true
    LEFT JOIN LATERAL (SELECT k.id, k.residual_likelihood, k.residual_impact, k.residual_severity, k.coverage FROM scorings k WHERE i.id IS NULL AND k.facts = t.facts OFFSET 0) c ON true
  ), missing AS MATERIALIZED (
    SELECT DISTINCT facts, threat FROM scored WHERE facts IS NOT NULL AND scoring_id IS NULL
  ), next AS MATERIALIZED (
    SELECT n.*, v.stale_at, w.next_at, l.level,
      CASE WHEN n.id IS NULL OR (n.is_level IN (0, 2) AND l.level NOT IN (0, 2)) THEN ${moment} ELSE n.is_opened_at END AS opened_at,
      (n.is_applies, n.is_kind, n.is_scoring_id, n.is_likelihood, n.is_impact, n.is_severity, n.is_coverage, n.is_signal, n.is_level, n.is_stale_at, n.is_next_at)
        IS DISTINCT FROM (n.applies, n.kind, n.scoring_id, n.likelihood, n.impact, n.severity, n.coverage, n.signal, l.level, v.stale_at, w.next_at) AS differs
    FROM scored n
    CROSS JOIN LATERAL (SELECT CASE WHEN n.applies THEN least(n.assessed_until, n.until) END AS stale_at) v
    CROSS JOIN LATERAL (SELECT CASE WHEN n.applies THEN least(CASE WHEN v.stale_at > ${moment} THEN v.stale_at END,
      CASE WHEN n.accepted_until > ${moment} THEN n.accepted_until END) END AS next_at) w
    CROSS JOIN LATERAL (SELECT risk_level(n.applies, n.severity, n.assessed_at IS NOT NULL, coalesce(v.stale_at <= ${moment}, false),
      coalesce(n.accepted_until > ${moment} AND n.severity <= n.accepted_severity, false), n.signal > 0) AS level) l
  ), worst AS MATERIALIZED (
    SELECT a.id, coalesce(max(n.level), 0)::smallint AS level, ${Prisma.raw(stageLevels.join(', '))}
    FROM subject a LEFT JOIN next n ON n.asset_id = a.id GROUP BY a.id
  ), posture AS (
    SELECT w.*, ${levelsDiffer} AS differs FROM worst w JOIN subject a ON a.id = w.id
  )`;
}

/** Sets an asset's levels to those of `posture`, row `p`. */
export const setLevels = Prisma.raw(['level', ...levelColumns].map((column) => `${column} = p.${column}`).join(', '));
