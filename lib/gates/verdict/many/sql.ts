/**
 * The same as `judge` says, of very many assets at once and without reasons: which of them meet each requirement, set by set. A test holds the two to one
 * another. Read past the reader's rights, as verdict/sql.ts is; `subject` is cut to the assets that the reader sees.
 */
import { type Kind, levels, type Stage } from '#lib/assets/rules.ts';
import { isFresh } from '#lib/reviews/approvals/sql.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Requirement, RequirementOf } from '../../rules.ts';
import { inTheWay, levelThen, newestEvidence } from '../sql.ts';

type Sql = Prisma.Sql;

/** What is asked of assets: one requirement of the gate of a kind before a stage. */
export type AskedOf = { kind: Kind; stage: Stage; requirement: Requirement };

const idsOf: { [T in Requirement['type']]: (requirement: RequirementOf<T>, stage: Stage, at: Date) => Sql } = {
  controls_verified: ({ controls }, _stage, at) => Prisma.sql`
    SELECT g.asset_id FROM safeguards g JOIN subject s ON s.id = g.asset_id
    WHERE g.control = ANY (${controls}) AND g.state = 'verified' AND (g.evidence_until IS NULL OR g.evidence_until > ${at})
    GROUP BY g.asset_id HAVING count(*) = ${controls.length}`,
  no_open_risk: ({ level }, _stage, at) => Prisma.sql`
    SELECT s.id FROM subject s WHERE (s.level <> ${inTheWay} OR EXISTS (SELECT FROM risks r WHERE r.asset_id = s.id AND r.applies))
      AND NOT EXISTS (SELECT FROM risks r WHERE r.asset_id = s.id AND (r.level >= ${inTheWay} OR r.next_at <= ${at})
        AND (${levelThen(at)} IN (${levels.indexOf('unassessed')}, ${levels.indexOf('stale')}) OR ${levelThen(at)} >= ${levels.indexOf(level)}))`,
  reviews_approved: ({ templates, subject, count }, stage, at) => Prisma.sql`
    SELECT s.id FROM subject s JOIN approvals p ON p.asset_id = s.id JOIN reviews r ON r.id = p.review_id
    WHERE ${isFresh(at)} AND ${templates.length > 0 ? Prisma.sql`r.template = ANY (${templates})` : Prisma.sql`r.subject = ${subject}`}
      AND CASE WHEN r.subject = 'transition' THEN p.stage = ${stage} ELSE p.stage IS NULL OR p.stage = ${stage} END
      AND CASE WHEN s.version_id IS NULL THEN p.version_id IS NULL
        ELSE p.root_digest IS NOT DISTINCT FROM s.root_digest AND (p.version_id = s.version_id OR p.root_digest IS NOT NULL) END
    GROUP BY s.id HAVING count(DISTINCT p.review_id) >= ${count}`,
  complete_digests: () => Prisma.sql`
    SELECT s.id FROM subject s WHERE s.root_digest IS NOT NULL AND s.file_count > 0 AND s.version_id NOT IN (SELECT start FROM incomplete)`,
  no_signal: ({ level }) => Prisma.sql`
    SELECT s.id FROM subject s WHERE NOT EXISTS (SELECT FROM signals g WHERE g.asset_id = s.id AND g.cleared_at IS NULL
      AND g.severity = ANY (${['medium', 'high', 'critical'].filter((each) => levels.indexOf(each as typeof level) >= levels.indexOf(level))}))`,
  evidence_younger: ({ days }, _stage, at) => Prisma.sql`
    SELECT s.asset_id FROM safeguards s WHERE s.asset_id IN (SELECT id FROM subject) AND s.state IN ('implemented', 'verified')
    GROUP BY s.asset_id HAVING bool_and(coalesce(${newestEvidence} >= ${new Date(at.getTime() - days * 86_400_000)}, false))`,
};

const meeting = ({ requirement, stage }: AskedOf, at: Date): Sql => {
  const of = idsOf[requirement.type] as (requirement: Requirement, stage: Stage, at: Date) => Sql;
  return of(requirement, stage, at);
};

/** From versions to all that they come from, and which of them come from something without digests. */
const behind = Prisma.sql`
  behind (start, id) AS (
    SELECT version_id, version_id FROM subject WHERE version_id IS NOT NULL
    UNION SELECT b.start, o.id FROM behind b CROSS JOIN LATERAL (
      SELECT l.to_version_id AS id FROM lineage l WHERE l.from_version_id = b.id AND l.removed_at IS NULL AND l.relation IN ('trained_on', 'derived_from', 'built_by')
      UNION ALL SELECT l.from_version_id FROM lineage l WHERE l.to_version_id = b.id AND l.removed_at IS NULL AND l.relation = 'deployed_to') o
  ), incomplete AS (
    SELECT DISTINCT b.start FROM behind b JOIN asset_versions o ON o.id = b.id WHERE b.id <> b.start AND (o.root_digest IS NULL OR o.file_count = 0)
  )`;

/**
 * Common table expressions up to `judged`: a row for each asset of `assets` with its kind, and for each thing asked, in their order, whether it is met and
 * whether it is waived (`met`, `waived`: arrays of booleans). What is asked of another kind is true of all.
 * @param assets a query of ids and what else is wanted of active assets `a`; its columns must not be those of `subject`
 */
export function judgedMany(assets: Sql, asked: readonly AskedOf[], at: Date): Sql {
  const each = asked.map((one, index) => {
    const name = Prisma.raw(String(index));
    return Prisma.sql`met_${name} (id) AS MATERIALIZED (${meeting(one, at)}), waived_${name} (id) AS MATERIALIZED (
      SELECT w.asset_id FROM waivers w JOIN subject s ON s.id = w.asset_id WHERE w.stage = ${one.stage} AND w.status = 'granted' AND w.until > ${at}
        AND w.content = ${JSON.stringify(one.requirement)}::jsonb)`;
  });
  const array = (which: 'met' | 'waived') =>
    asked.length === 0
      ? Prisma.sql`ARRAY[]::boolean[]`
      : Prisma.sql`ARRAY[${Prisma.join(
          asked.map(({ kind }, index) => Prisma.sql`s.kind <> ${kind} OR s.id IN (SELECT id FROM ${Prisma.raw(`${which}_${index}`)})`),
          ', ',
        )}]`;
  return Prisma.sql`WITH RECURSIVE subject AS MATERIALIZED (
    SELECT a.id, a.kind, a.level, v.id AS version_id, v.root_digest, v.file_count FROM (${assets}) c JOIN assets a ON a.id = c.id
    LEFT JOIN LATERAL (SELECT w.id, w.root_digest, w.file_count FROM asset_versions w WHERE w.asset_id = a.id ORDER BY w.registered_at DESC, w.id DESC LIMIT 1) v ON true
  ), ${behind}, ${each.length > 0 ? Prisma.sql`${Prisma.join(each, ', ')},` : Prisma.empty} judged AS (
    SELECT s.id, s.kind, ${array('met')} AS met, ${array('waived')} AS waived FROM subject s)`;
}
