import { Prisma } from '#prisma/generated/client.ts';
import { rankOf } from '../sql.ts';
import type { Application } from './rules.ts';

/** A kept score with the residual severity that it would have. */
export type Rescored = { id: number; severity: number };
/** The scores made anew, of these threats; all others have what `matrix` gives them, or stay as they are where it is null. */
export type Rescoring = { scored: Rescored[]; matrix: readonly number[] | null; threats: readonly string[] };
/** A risk with the level that it would have; one that would appear has no id. */
export type Recollected = { riskId: string | null; assetId: string; level: number };
type Pass = { assets: number; rescored: Rescoring; gone: Application[]; added: Application[]; recollected: Recollected[]; at: Date };

const applications = (rows: readonly Application[]) => Prisma.sql`
  SELECT * FROM unnest(${rows.map(({ threat }) => threat)}::text[], ${rows.map(({ kind }) => kind)}::text[], ${rows.map(({ stage }) => stage)}::text[]) AS u(threat, kind, stage)`;

/** Rows of which each id stands in one, said so that the planner knows: it takes what comes from arrays for the same few ids over and over. */
const once = (rows: Prisma.Sql, value: Prisma.Sql) => Prisma.sql`SELECT id, max(${value}) AS ${value} FROM ${rows} GROUP BY id`;

/** The kept scores with the severity that they would have, where it is another. */
function severities({ scored, matrix, threats }: Rescoring): Prisma.Sql {
  const anew = once(
    Prisma.sql`unnest(${scored.map(({ id }) => id)}::int[], ${scored.map(({ severity }) => severity)}::smallint[]) AS u(id, severity)`,
    Prisma.sql`severity`,
  );
  if (!matrix) return anew;
  const by = severityBy(matrix, Prisma.sql`s.residual_likelihood`, Prisma.sql`s.residual_impact`);
  const rest = Prisma.sql`SELECT s.id, ${by} AS severity FROM scorings s WHERE s.threat <> ALL (${[...threats]}::text[]) AND ${by} <> s.residual_severity`;
  return once(Prisma.sql`(${anew} UNION ALL ${rest}) u`, Prisma.sql`severity`);
}

const severityBy = (matrix: readonly number[], likelihood: Prisma.Sql, impact: Prisma.Sql) =>
  Prisma.sql`(${[...matrix]}::smallint[])[(${likelihood} - 1) * 5 + ${impact}]`;

/** The severity that each risk would have, null where it is the one it has. Where the matrix alone is another, a risk's own values tell it. */
function newSeverity(rescored: Rescoring): { severity: Prisma.Sql; join: Prisma.Sql } {
  const { scored, matrix, threats } = rescored;
  if (!matrix && scored.length === 0) return { severity: Prisma.sql`NULL::smallint`, join: Prisma.empty };
  if (!matrix || threats.length > 0)
    return { severity: Prisma.sql`c.severity`, join: Prisma.sql`LEFT JOIN (${severities(rescored)}) c ON c.id = r.scoring_id` };
  const by = severityBy(matrix, Prisma.sql`r.likelihood`, Prisma.sql`r.impact`);
  return { severity: Prisma.sql`nullif(${by}, r.severity)`, join: Prisma.empty };
}

/** Where nothing moves but what was read again, the other risks of the same assets are all that is needed; of very many, reading everything is quicker. */
function whose({ assets, rescored: { scored, matrix }, gone, added, recollected }: Pass): Prisma.Sql {
  const ids = [...new Set(recollected.map(({ assetId }) => assetId))];
  const few = !matrix && scored.length + gone.length + added.length === 0 && ids.length * 4 < assets;
  return few ? Prisma.sql`WHERE r.asset_id = ANY (${ids.sort()}::uuid[])` : Prisma.empty;
}

/** One pass over the risks: how many assets have which level and would have which other. What does not differ is left out of the statement. */
export function passOver(pass: Pass): Prisma.Sql {
  const { rescored, gone, added, recollected, at } = pass;
  const { severity, join } = newSeverity(rescored);
  const moment = Prisma.sql`${at.toISOString()}::timestamptz`;
  const known = recollected.filter(({ riskId }) => riskId !== null);
  const none = Prisma.empty;
  const risks = Prisma.sql`
    SELECT r.asset_id, max(r.level) AS was, max(CASE
        ${gone.length === 0 ? none : Prisma.sql`WHEN g.threat IS NOT NULL THEN 0::smallint`}
        ${known.length === 0 ? none : Prisma.sql`WHEN k.level IS NOT NULL THEN k.level`}
        WHEN n.severity IS NULL OR NOT r.applies THEN r.level
        ELSE risk_level(true, n.severity, r.assessed_at IS NOT NULL, coalesce(r.stale_at <= ${moment}, false),
          coalesce(r.accepted_until > ${moment} AND n.severity <= r.accepted_severity, false), r.signal > 0) END) AS will
    FROM risks r
    ${join}
    CROSS JOIN LATERAL (SELECT ${severity} AS severity) n
    ${gone.length === 0 ? none : Prisma.sql`LEFT JOIN (${applications(gone)}) g ON g.threat = r.threat AND g.kind = r.kind AND g.stage = r.stage`}
    ${
      known.length === 0
        ? none
        : Prisma.sql`LEFT JOIN (${once(
            Prisma.sql`unnest(${known.map(({ riskId }) => riskId)}::uuid[], ${known.map(({ level }) => level)}::smallint[]) AS u(id, level)`,
            Prisma.sql`level`,
          )}) k ON k.id = r.id`
    }
    ${whose(pass)}
    GROUP BY r.asset_id`;
  const count = (from: Prisma.Sql) =>
    Prisma.sql`SELECT was, will, count(*)::int AS count FROM (${from}) each WHERE was <> will GROUP BY 1, 2 ORDER BY 1 DESC, 2 DESC`;
  return added.length === 0 ? count(risks) : count(withAdded(risks, added, recollected));
}

/** Risks that would appear are unassessed, but for those of assets whose signals or earlier assessments say more. */
function withAdded(risks: Prisma.Sql, added: readonly Application[], recollected: readonly Recollected[]): Prisma.Sql {
  const appearing = recollected.filter(({ riskId }) => riskId === null);
  return Prisma.sql`
    SELECT a.id, coalesce(r.was, 0) AS was, greatest(coalesce(r.will, 0), p.level, e.level) AS will
    FROM assets a LEFT JOIN (${risks}) r ON r.asset_id = a.id
    LEFT JOIN (
      SELECT a.id, 3 AS level FROM assets a JOIN (${applications(added)}) n ON n.kind = a.kind AND ${rankOf(Prisma.sql`n.stage`)} <= ${rankOf(Prisma.sql`a.stage`)}
      WHERE a.status = 'active' AND NOT EXISTS (SELECT FROM risks o WHERE o.asset_id = a.id AND o.threat = n.threat AND o.stage = n.stage)
      GROUP BY a.id
    ) p ON p.id = a.id
    LEFT JOIN (
      SELECT id, max(level) AS level FROM unnest(${appearing.map(({ assetId }) => assetId)}::uuid[], ${appearing.map(({ level }) => level)}::int[]) AS u(id, level) GROUP BY id
    ) e ON e.id = a.id`;
}
