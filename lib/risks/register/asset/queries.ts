/** The risks of one asset: all of them, for its tab. */
import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import { levelOf } from '#lib/assets/list/sql.ts';
import { type Kind, type Stage, stages } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { getScoringCatalogue } from '../../scoring/queries.ts';
import { worstOf } from '../../scoring/rules.ts';
import { isPassed, isStale, levelAt, type Settled, settledColumns } from '../list/sql.ts';
import type { AssetRisk, AssetRisks } from '../page/schema.ts';
import { coverageOf, type Treatment } from '../rules.ts';

type AssetRow = { kind: Kind; team_id: string; status: string; stage: Stage; level: number } & Record<`level_${Stage}`, number>;

type RiskRow = {
  id: string;
  version: number;
  threat: string;
  threat_name: string;
  stage: Stage;
  likelihood: number;
  impact: number;
  computed_likelihood: number | null;
  computed_impact: number | null;
  set_likelihood: number | null;
  set_impact: number | null;
  set_reason: string | null;
  coverage: number;
  treatment: Treatment | null;
  owner_name: string | null;
  due_at: Date | null;
  assessed_by: string | null;
} & Settled;

/** The risks of an asset by stage, the worst first, those that no longer apply among them. @throws AppError `not_found`. */
export async function listAssetRisks(actor: Actor, id: string): Promise<AssetRisks> {
  const at = now();
  return read(scopeOf(actor), async (reader) => {
    const [asset] = await reader.rows<AssetRow>(Prisma.sql`SELECT a.* FROM asset_list a WHERE a.id = ${id}::uuid`);
    if (!asset) throw notFound('asset');
    const rows = await reader.rows<RiskRow>(Prisma.sql`
      SELECT r.id, r.version, r.threat, t.name AS threat_name, r.stage, r.level, r.likelihood, r.impact,
        s.computed_likelihood, s.computed_impact, r.set_likelihood, r.set_impact, r.set_reason, r.coverage, ${settledColumns}, r.treatment,
        o.name AS owner_name, r.due_at, r.accepted_until, r.stale_at, r.assessed_at, b.name AS assessed_by
      FROM risk_list r JOIN threats t ON t.key = r.threat LEFT JOIN scorings s ON s.id = r.scoring_id
      LEFT JOIN users o ON o.id = r.owner_id LEFT JOIN users b ON b.id = r.assessed_by
      WHERE r.asset_id = ${id}::uuid
      ORDER BY r.applies DESC, r.level DESC, r.severity DESC, r.likelihood * r.impact DESC, t.name, r.id`);
    const { matrix } = await getScoringCatalogue(reader);
    const risks = rows.map((row) => toAssetRisk(row, at));
    const worst = (stage?: Stage) => worstOf(risks.flatMap((risk) => (stage === undefined || risk.stage === stage ? risk.level : [])));
    const passed = rows.some((row) => isPassed(row, at));
    return {
      stage: asset.stage,
      level: passed ? worst() : levelOf(asset.level),
      levels: stages.map((stage) => (passed ? worst(stage) : levelOf(asset[`level_${stage}`]))),
      risks,
      matrix: [...matrix],
      may: { assess: asset.status === 'active' && can(actor, 'risk.assess', { teamId: asset.team_id, kind: asset.kind }) },
    };
  });
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

function toAssetRisk(row: RiskRow, at: Date): AssetRisk {
  return {
    id: row.id,
    version: row.version,
    threat: row.threat,
    threatName: row.threat_name,
    stage: row.stage,
    applies: row.applies,
    level: levelAt(row, at),
    severity: row.severity,
    likelihood: row.likelihood,
    impact: row.impact,
    computedLikelihood: row.computed_likelihood ?? 0,
    computedImpact: row.computed_impact ?? 0,
    setLikelihood: row.set_likelihood,
    setImpact: row.set_impact,
    setReason: row.set_reason ?? '',
    coverage: coverageOf(row.coverage),
    stale: isStale(row, at),
    signal: row.signal,
    treatment: row.treatment,
    ownerName: row.owner_name,
    dueAt: iso(row.due_at),
    acceptedUntil: iso(row.accepted_until),
    assessedAt: iso(row.assessed_at),
    assessedByName: row.assessed_by,
  };
}
